package dev.slipway.guard.sqs;

import dev.slipway.events.value.QueueReading;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/**
 * Why a queue could not be asked, in words that say what to do. The SDK's own messages are not
 * passed on: they may name accounts and the places where credentials were looked for.
 */
final class SqsFailure {
  private static final int FORBIDDEN = 403;
  private static final int SERVER_ERROR = 500;

  private SqsFailure() {}

  static QueueReading reading(String queue, String region, String problem) {
    return new QueueReading(queue, region, 0, 0, 0, problem);
  }

  static String describe(Throwable failure, Duration timeout) {
    return switch (failure) {
      case QueueDoesNotExistException _ ->
          "no such queue: create it, or correct guard.queues in slipway.yaml";
      case AwsServiceException refused -> refused(refused);
      case ApiCallTimeoutException _ -> "no answer within " + timeout.toSeconds() + " s";
      case SdkClientException client -> unsent(client);
      case IncompleteAnswerException _ -> "the answer lacks a count";
      default -> "could not be asked (" + failure.getClass().getSimpleName() + ")";
    };
  }

  private static String refused(AwsServiceException refused) {
    String code =
        refused.awsErrorDetails() == null || refused.awsErrorDetails().errorCode() == null
            ? String.valueOf(refused.statusCode())
            : refused.awsErrorDetails().errorCode();
    if (refused.isThrottlingException()) {
      return "throttled (" + code + ")";
    }
    if (refused.statusCode() == FORBIDDEN || code.toLowerCase(Locale.ROOT).contains("denied")) {
      return "access denied (" + code + "): allow sqs:GetQueueUrl and sqs:GetQueueAttributes";
    }
    return refused.statusCode() >= SERVER_ERROR
        ? "SQS has a problem (" + code + ")"
        : "SQS refuses to say (" + code + ")";
  }

  private static String unsent(SdkClientException failure) {
    IOException io = inputOutput(failure);
    if (io instanceof UnknownHostException) {
      return "no such host: check the region's name and the network";
    }
    if (io instanceof ConnectException) {
      return "no connection";
    }
    if (io != null) {
      return "no answer (" + io.getClass().getSimpleName() + ")";
    }
    String message = failure.getMessage();
    boolean credentials = message != null && message.contains("credentials");
    return credentials
        ? "no AWS credentials: give the guard a role, a profile, or AWS_ACCESS_KEY_ID and its"
            + " secret"
        : "could not be asked (" + failure.getClass().getSimpleName() + ")";
  }

  private static @Nullable IOException inputOutput(Throwable failure) {
    for (Throwable each = failure; each != null; each = each.getCause()) {
      if (each instanceof IOException io) {
        return io;
      }
    }
    return null;
  }
}
