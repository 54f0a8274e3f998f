package dev.slipway.sandbox.queues;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The few requests that people make of the sandbox's queues, without the AWS SDK.
 *
 * <p>Not for AWS: its requests name a region but carry no signature.
 */
public final class QueueClient {
  private static final JsonMapper JSON = new JsonMapper();
  private static final int BATCH = 10;
  private static final HttpClient CLIENT =
      HttpClient.newBuilder()
          .version(HttpClient.Version.HTTP_1_1)
          .connectTimeout(Duration.ofSeconds(5))
          .build();

  private final Function<String, URI> endpoints;

  private QueueClient(Function<String, URI> endpoints) {
    this.endpoints = endpoints;
  }

  /** A client of a running sandbox, maybe in another process. */
  public static QueueClient at(URI endpoint) {
    return new QueueClient(region -> endpoint);
  }

  static QueueClient perRegion(Function<String, URI> endpoints) {
    return new QueueClient(endpoints);
  }

  /** Makes a queue, unless it exists; returns its URL. */
  public String createQueue(String region, String name) {
    return call(region, "CreateQueue", JSON.createObjectNode().put("QueueName", name))
        .path("QueueUrl")
        .asString();
  }

  public void addJobs(String region, String name, int jobs) {
    addDelayedJobs(region, name, jobs, Duration.ZERO);
  }

  public void addDelayedJobs(String region, String name, int jobs, Duration delay) {
    for (int done = 0; done < jobs; done += BATCH) {
      ObjectNode body = queue(region, name);
      ArrayNode entries = body.putArray("Entries");
      for (int i = done; i < Math.min(jobs, done + BATCH); i++) {
        ObjectNode entry = entries.addObject();
        entry.put("Id", "job-" + i).put("MessageBody", "{\"job\":" + i + "}");
        entry.put("DelaySeconds", delay.toSeconds());
      }
      call(region, "SendMessageBatch", body);
    }
  }

  /** Makes a waiting job run for up to 12 hours; returns what ends it. */
  public Optional<String> startJob(String region, String name) {
    ObjectNode body = queue(region, name).put("MaxNumberOfMessages", 1);
    body.put("VisibilityTimeout", Duration.ofHours(12).toSeconds());
    JsonNode messages = call(region, "ReceiveMessage", body).path("Messages");
    return messages.isEmpty()
        ? Optional.empty()
        : Optional.of(messages.path(0).path("ReceiptHandle").asString());
  }

  public void finishJob(String region, String name, String receipt) {
    call(region, "DeleteMessage", queue(region, name).put("ReceiptHandle", receipt));
  }

  public void clear(String region, String name) {
    call(region, "PurgeQueue", queue(region, name));
  }

  public QueueCounts counts(String region, String name) {
    ObjectNode body = queue(region, name);
    body.putArray("AttributeNames").add("All");
    JsonNode attributes = call(region, "GetQueueAttributes", body).path("Attributes");
    return new QueueCounts(
        number(attributes, "ApproximateNumberOfMessages"),
        number(attributes, "ApproximateNumberOfMessagesNotVisible"),
        number(attributes, "ApproximateNumberOfMessagesDelayed"));
  }

  private static int number(JsonNode attributes, String name) {
    return Integer.parseInt(attributes.path(name).asString());
  }

  private ObjectNode queue(String region, String name) {
    String url =
        call(region, "GetQueueUrl", JSON.createObjectNode().put("QueueName", name))
            .path("QueueUrl")
            .asString();
    return JSON.createObjectNode().put("QueueUrl", url);
  }

  private JsonNode call(String region, String operation, ObjectNode body) {
    HttpRequest request =
        HttpRequest.newBuilder(endpoints.apply(region))
            .timeout(Duration.ofSeconds(30))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AmazonSQS." + operation)
            .header("Authorization", SignedRegion.unsignedFor(region))
            .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
            .build();
    try {
      HttpResponse<String> answer = CLIENT.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(
            operation + " in " + region + " answered " + answer.statusCode() + " " + answer.body());
      }
      return JSON.readTree(answer.body().isEmpty() ? "{}" : answer.body());
    } catch (IOException e) {
      throw new IllegalStateException("could not reach the queues of " + region + ": " + e, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("stopped while asking the queues of " + region, e);
    }
  }
}
