package dev.slipway.sandbox.queues;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.QueueDoesNotExistException;
import software.amazon.awssdk.services.sqs.model.SqsException;

class SandboxQueuesIT {
  private static final String WEST = "us-west-2";
  private static final String EAST = "us-east-2";

  private static SandboxQueues queues;

  @BeforeAll
  static void start() {
    queues = SandboxQueues.start(0);
  }

  @AfterAll
  static void stop() {
    queues.close();
  }

  @AfterEach
  void recover() {
    queues.recover();
  }

  @Test
  void countsWaitingRunningAndDelayedJobsAsTheAwsClientSeesThem() {
    queues.createQueue(WEST, "counted");
    queues.addJobs(WEST, "counted", 12);
    queues.addDelayedJobs(WEST, "counted", 2, Duration.ofMinutes(10));
    String receipt = queues.startJob(WEST, "counted").orElseThrow();

    try (SqsClient sqs = client(WEST)) {
      String url = sqs.getQueueUrl(request -> request.queueName("counted")).queueUrl();
      Map<QueueAttributeName, String> attributes =
          sqs.getQueueAttributes(
                  request -> request.queueUrl(url).attributeNames(QueueAttributeName.ALL))
              .attributes();
      assertThat(attributes)
          .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, "11")
          .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_NOT_VISIBLE, "1")
          .containsEntry(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES_DELAYED, "2");
      assertThat(url).startsWith(queues.endpoint().toString());
    }
    queues.finishJob(WEST, "counted", receipt);
    assertThat(queues.counts(WEST, "counted")).isEqualTo(new QueueCounts(11, 0, 2));
  }

  @Test
  void clearsRunningJobsToo() {
    queues.createQueue(WEST, "cleared");
    queues.addJobs(WEST, "cleared", 3);
    queues.addDelayedJobs(WEST, "cleared", 1, Duration.ofMinutes(10));
    assertThat(queues.startJob(WEST, "cleared")).isPresent();

    queues.clear(WEST, "cleared");

    assertThat(queues.counts(WEST, "cleared")).isEqualTo(new QueueCounts(0, 0, 0));
    assertThat(queues.startJob(WEST, "cleared")).isEmpty();
  }

  @Test
  void keepsRegionsApartBehindOneAddress() {
    queues.createQueue(WEST, "both");
    queues.createQueue(EAST, "both");
    queues.createQueue(WEST, "only-west");
    queues.addJobs(EAST, "both", 1);

    assertThat(queues.counts(WEST, "both").total()).isZero();
    assertThat(queues.counts(EAST, "both").total()).isEqualTo(1);
    try (SqsClient east = client(EAST);
        SqsClient west = client(WEST)) {
      assertThat(east.listQueues().queueUrls()).noneMatch(url -> url.endsWith("/only-west"));
      assertThat(west.listQueues().queueUrls()).anyMatch(url -> url.endsWith("/only-west"));
      assertThatThrownBy(() -> east.getQueueUrl(request -> request.queueName("only-west")))
          .isInstanceOf(QueueDoesNotExistException.class);
    }
  }

  @Test
  void createsAQueueTwiceWithoutLosingItsJobs() {
    String url = queues.createQueue(WEST, "again");
    queues.addJobs(WEST, "again", 1);

    assertThat(queues.createQueue(WEST, "again")).isEqualTo(url);
    assertThat(queues.counts(WEST, "again").visible()).isEqualTo(1);
  }

  @Test
  void breaksOneRegionAndHealsIt() {
    queues.createQueue(WEST, "broken");
    queues.createQueue(EAST, "whole");
    queues.breakRegion(WEST);

    try (SqsClient west = client(WEST);
        SqsClient east = client(EAST)) {
      assertThatThrownBy(() -> west.getQueueUrl(request -> request.queueName("broken")))
          .isInstanceOf(SdkClientException.class);
      assertThat(east.getQueueUrl(request -> request.queueName("whole")).queueUrl()).isNotEmpty();
      queues.healRegion(WEST);
      assertThat(west.getQueueUrl(request -> request.queueName("broken")).queueUrl()).isNotEmpty();
    }
  }

  @Test
  void deniesOnDemand() {
    queues.createQueue(WEST, "denied");
    queues.failNext(403, 1, Duration.ZERO);

    try (SqsClient sqs = client(WEST)) {
      assertThatThrownBy(() -> sqs.getQueueUrl(request -> request.queueName("denied")))
          .isInstanceOf(SqsException.class)
          .hasMessageContaining("403");
    }
  }

  @Test
  void servesAClientInAnotherProcessThroughTheSharedAddress() {
    QueueClient client = QueueClient.at(queues.endpoint());
    client.createQueue(EAST, "remote");
    client.addJobs(EAST, "remote", 2);

    assertThat(queues.counts(EAST, "remote").visible()).isEqualTo(2);
    assertThat(queues.requests()).contains(EAST + "/CreateQueue");
    client.clear(EAST, "remote");
    assertThat(client.counts(EAST, "remote").total()).isZero();
  }

  private static SqsClient client(String region) {
    return SqsClient.builder()
        .region(Region.of(region))
        .endpointOverride(queues.endpoint())
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "sandbox")))
        .httpClientBuilder(UrlConnectionHttpClient.builder())
        .build();
  }
}
