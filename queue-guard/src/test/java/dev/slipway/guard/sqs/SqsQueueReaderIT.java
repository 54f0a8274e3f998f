package dev.slipway.guard.sqs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.QueueReading;
import dev.slipway.guard.QueueReader;
import dev.slipway.guard.QueueReaderContract;
import dev.slipway.sandbox.queues.SandboxQueues;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.exception.SdkClientException;

class SqsQueueReaderIT extends QueueReaderContract {
  private static final Duration TIMEOUT = Duration.ofSeconds(3);
  private static final AwsCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("sandbox", "not-a-secret"));
  private static final SandboxQueues SQS = SandboxQueues.start(0);
  private static int queueNumber;

  private final String queue = "jobs-" + queueNumber++;
  private final SqsQueueReader reader = new SqsQueueReader(CREDENTIALS, SQS.endpoint(), TIMEOUT);

  @BeforeAll
  static void warmUp() {
    // ElasticMQ starts a server per region when it is first asked.
    SQS.createQueue(WEST, "warm");
    SQS.createQueue(EAST, "warm");
  }

  @AfterAll
  static void stop() {
    SQS.close();
  }

  @BeforeEach
  void queueInBothRegions() {
    SQS.createQueue(WEST, queue);
    SQS.createQueue(EAST, queue);
  }

  @AfterEach
  void recover() {
    SQS.recover();
    reader.close();
  }

  @Override
  protected QueueReader reader() {
    return reader;
  }

  @Override
  protected String queue() {
    return queue;
  }

  @Override
  protected void startJob(String region) {
    SQS.addJobs(region, queue, 1);
    assertThat(SQS.startJob(region, queue)).isPresent();
  }

  @Override
  protected void silence(String region) {
    SQS.breakRegion(region);
  }

  @Test
  void countsWhatWaitsRunsAndIsDelayedInEachRegion() throws Exception {
    SQS.addJobs(WEST, queue, 3);
    assertThat(SQS.startJob(WEST, queue)).isPresent();
    SQS.addDelayedJobs(EAST, queue, 2, Duration.ofMinutes(10));
    assertThat(read())
        .containsExactly(
            new QueueReading(queue, WEST, 2, 1, 0, null),
            new QueueReading(queue, EAST, 0, 0, 2, null));
  }

  @Test
  void aFinishedJobLeavesItEmpty() throws Exception {
    SQS.addJobs(WEST, queue, 1);
    String receipt = SQS.startJob(WEST, queue).orElseThrow();
    assertThat(read().getFirst().describe()).isEqualTo("us-west-2: 1 running");
    SQS.finishJob(WEST, queue, receipt);
    assertThat(read()).allMatch(QueueReading::isEmpty);
  }

  @Test
  void aMissingQueueIsAnErrorThatSaysWhatToDo() throws Exception {
    List<QueueReading> readings = reader.read(List.of(new GuardedQueue("absent", List.of(WEST))));
    assertThat(readings.getFirst().isEmpty()).isFalse();
    assertThat(readings.getFirst().describe())
        .isEqualTo("us-west-2: no such queue: create it, or correct guard.queues in slipway.yaml");
    SQS.createQueue(WEST, "absent");
    assertThat(reader.read(List.of(new GuardedQueue("absent", List.of(WEST)))))
        .allMatch(QueueReading::isEmpty);
  }

  @Test
  void aRegionThatDoesNotAnswerIsNotEmptyAndDelaysNoOther() throws Exception {
    read();
    SQS.breakRegion(EAST);
    List<QueueReading> readings = read();
    assertThat(readings.get(0).isEmpty()).isTrue();
    assertThat(readings.get(1).isEmpty()).isFalse();
    assertThat(readings.get(1).error()).startsWith("no answer");
    SQS.healRegion(EAST);
    assertThat(read()).allMatch(QueueReading::isEmpty);
  }

  @Test
  void anAnswerThatComesTooLateIsNone() throws Exception {
    read();
    SQS.slowDown(Duration.ofSeconds(20));
    assertThat(read()).extracting(QueueReading::error).containsOnly("no answer within 3 s");
  }

  @Test
  void aRefusalSaysWhichPermissionIsMissing() throws Exception {
    SQS.failNext(403, 10, Duration.ZERO);
    assertThat(read())
        .allSatisfy(
            reading ->
                assertThat(reading.error())
                    .startsWith("access denied")
                    .endsWith("allow sqs:GetQueueUrl and sqs:GetQueueAttributes"));
  }

  @Test
  void aServerErrorIsNotEmpty() throws Exception {
    read();
    SQS.failNext(503, 20, Duration.ZERO);
    assertThat(read()).noneMatch(QueueReading::isEmpty);
  }

  @Test
  void anUnreachableAddressIsNotEmpty() throws Exception {
    try (var nowhere = new SqsQueueReader(CREDENTIALS, URI.create("http://127.0.0.1:1"), TIMEOUT)) {
      List<QueueReading> readings = nowhere.read(List.of(new GuardedQueue("jobs", List.of(WEST))));
      assertThat(readings).extracting(QueueReading::error).containsExactly("no connection");
    }
  }

  @Test
  void withoutCredentialsItSaysSoAndNothingElse() throws Exception {
    AwsCredentialsProvider none =
        () -> {
          throw SdkClientException.create(
              "Unable to load credentials from any of the providers in the chain");
        };
    try (var nobody = new SqsQueueReader(none, SQS.endpoint(), TIMEOUT)) {
      List<QueueReading> readings = nobody.read(List.of(new GuardedQueue(queue, List.of(WEST))));
      assertThat(readings.getFirst().error()).startsWith("no AWS credentials");
    }
  }

  @Test
  void looksUpTheAddressOfAQueueOnce() throws Exception {
    read();
    long lookups = lookups();
    read();
    assertThat(lookups()).as("the address is kept").isEqualTo(lookups);
  }

  private long lookups() {
    return SQS.requests().stream().filter(request -> request.endsWith("/GetQueueUrl")).count();
  }

  private List<QueueReading> read() throws InterruptedException {
    return reader.read(List.of(new GuardedQueue(queue, List.of(WEST, EAST))));
  }
}
