package dev.slipway.guard.sqs;

import dev.slipway.events.value.QueueReading;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.SqsClientBuilder;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;

/** One client per region, and the addresses of the queues that were found there. */
final class SqsRegions implements AutoCloseable {
  private static final int ATTEMPTS = 2;

  private final AwsCredentialsProvider credentials;
  private final @Nullable URI endpoint;
  private final Duration timeout;
  private final SdkHttpClient http;
  private final Map<String, SqsClient> clients = new ConcurrentHashMap<>();
  private final Map<QueueKey, String> urls = new ConcurrentHashMap<>();

  private record QueueKey(String queue, String region) {}

  SqsRegions(AwsCredentialsProvider credentials, @Nullable URI endpoint, Duration timeout) {
    this.credentials = credentials;
    this.endpoint = endpoint;
    this.timeout = timeout;
    this.http =
        UrlConnectionHttpClient.builder().connectionTimeout(timeout).socketTimeout(timeout).build();
  }

  /**
   * Asks one queue. A queue that was deleted and made again has another address: it is looked up
   * again where the known one is gone.
   *
   * @throws software.amazon.awssdk.core.exception.SdkException where it cannot be asked
   */
  QueueReading ask(String queue, String region) {
    SqsClient client = clients.computeIfAbsent(region, this::client);
    var key = new QueueKey(queue, region);
    String known = urls.get(key);
    if (known != null) {
      try {
        return read(client, key, known);
      } catch (QueueDoesNotExistException movedOrGone) {
        urls.remove(key, known);
      }
    }
    String found = client.getQueueUrl(request -> request.queueName(queue)).queueUrl();
    QueueReading reading = read(client, key, found);
    urls.put(key, found);
    return reading;
  }

  @Override
  public void close() {
    clients.values().forEach(SqsClient::close);
    http.close();
  }

  private static QueueReading read(SqsClient client, QueueKey key, String url) {
    Map<QueueAttributeName, String> counts =
        client
            .getQueueAttributes(
                request ->
                    request
                        .queueUrl(url)
                        .attributeNames(
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE,
                            QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED))
            .attributes();
    return new QueueReading(
        key.queue(),
        key.region(),
        number(counts, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES),
        number(counts, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE),
        number(counts, QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED),
        null);
  }

  /** A missing count is an error: never zero. */
  private static long number(Map<QueueAttributeName, String> counts, QueueAttributeName name) {
    String value = counts.get(name);
    if (value == null) {
      throw new IncompleteAnswerException(name.toString());
    }
    return Long.parseLong(value);
  }

  private SqsClient client(String region) {
    SqsClientBuilder builder =
        SqsClient.builder()
            .region(Region.of(region))
            .credentialsProvider(credentials)
            .httpClient(http)
            .overrideConfiguration(
                settings ->
                    settings
                        .apiCallTimeout(timeout)
                        .retryStrategy(RetryMode.STANDARD)
                        .retryStrategy(retry -> retry.maxAttempts(ATTEMPTS)));
    if (endpoint != null) {
      builder.endpointOverride(endpoint);
    }
    return builder.build();
  }
}
