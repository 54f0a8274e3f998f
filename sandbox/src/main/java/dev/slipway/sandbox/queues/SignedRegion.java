package dev.slipway.sandbox.queues;

import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The region that a request was signed for.
 *
 * <p>Source: AWS Signature Version 4, the credential scope {@code DATE/REGION/SERVICE/aws4_request}
 * of the {@code Authorization} header.
 */
final class SignedRegion {
  private static final Pattern SCOPE =
      Pattern.compile(
          "Credential=[^,/]*/[0-9]{8}/([a-z]{2}(?:-[a-z]+)+-[0-9]{1,2})/sqs/aws4_request");
  private static final String UNSIGNED = "us-east-1";

  private SignedRegion() {}

  static String of(@Nullable String authorization) {
    if (authorization == null) {
      return UNSIGNED;
    }
    Matcher scope = SCOPE.matcher(authorization);
    return scope.find() ? scope.group(1) : UNSIGNED;
  }

  static String unsignedFor(String region) {
    String header =
        "AWS4-HMAC-SHA256 Credential=sandbox/20260101/"
            + region
            + "/sqs/aws4_request, SignedHeaders=host, Signature=none";
    if (!of(header).equals(region)) {
      throw new IllegalArgumentException("not an AWS region: " + region);
    }
    return header;
  }
}
