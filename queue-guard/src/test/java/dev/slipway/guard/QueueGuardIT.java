package dev.slipway.guard;

import static dev.slipway.guard.Examples.ANNA;
import static dev.slipway.guard.Examples.EAST;
import static dev.slipway.guard.Examples.WEST;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.Topic;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.testing.Observer;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.queues.SandboxQueues;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service against a real broker and an SQS server. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class QueueGuardIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final GitRepository REPOSITORY =
      GitRepository.parse("https://git.example/acme/deploy.git");
  private static final SandboxQueues SQS = SandboxQueues.start(0);

  @TempDir static Path directory;
  private static @Nullable EmbeddedBroker broker;
  private static @Nullable Observer observer;

  private final List<ConfigurableApplicationContext> guards = new ArrayList<>();

  @BeforeAll
  static void startTheSurroundings() {
    System.setProperty("aws.accessKeyId", "sandbox");
    System.setProperty("aws.secretAccessKey", "not-a-secret");
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    observer = Observer.on(broker.bootstrapServers(), Topic.CLEARANCES);
  }

  @AfterAll
  static void stopTheSurroundings() {
    System.clearProperty("aws.accessKeyId");
    System.clearProperty("aws.secretAccessKey");
    if (observer != null) {
      observer.close();
    }
    if (broker != null) {
      broker.close();
    }
    SQS.close();
  }

  private static Observer observer() {
    return Objects.requireNonNull(observer);
  }

  @AfterEach
  void stopTheGuards() {
    guards.forEach(ConfigurableApplicationContext::close);
  }

  @Test
  void clearsAnUnguardedEnvironmentAtOnce() {
    EnvironmentName name = declare("free", null);
    start();
    EventEnvelope<RevisionCommitted> push = commit(name, 1);
    assertThat(awaitCleared(name, Clearance.FINAL, 1).revision())
        .isEqualTo(push.event().revision());
    assertThat(of(name).getFirst().correlationId()).isEqualTo(push.correlationId());
  }

  @Test
  void holdsWhileAJobIsInFlightThoughTheGuardIsRestartedAndClearsWhenItIsGone() throws Exception {
    EnvironmentName name = declare("guarded", Duration.ofSeconds(1));
    SQS.addJobs(WEST, "guarded", 1);
    String receipt = SQS.startJob(WEST, "guarded").orElseThrow();
    ConfigurableApplicationContext first = start();
    commit(name, 1);
    await().atMost(PATIENCE).until(() -> kinds(name).contains(Kind.QUEUE_NOT_EMPTY));
    assertThat(held(name).getFirst().reasons().getFirst().message())
        .isEqualTo("us-west-2: 1 running, us-east-2: empty");

    first.close();
    commit(name, 2);
    start();
    await().atMost(PATIENCE).until(() -> latestSequence(name).equals(sequence(2)));
    assertThat(cleared(name)).isEmpty();

    SQS.finishJob(WEST, "guarded", receipt);
    RevisionCleared prepare = awaitCleared(name, Clearance.PREPARE, 1);
    assertThat(prepare.revision().sequence()).isEqualTo(sequence(2));

    EventId question = ask(name, sequence(2));
    RevisionCleared granted = awaitCleared(name, Clearance.GRANTED, 1);
    assertThat(granted.answers()).isEqualTo(question);
    assertThat(granted.readings()).hasSize(2).allMatch(reading -> reading.isEmpty());
    assertThat(ids(name)).doesNotHaveDuplicates();
  }

  @Test
  void aSilentRegionHoldsUntilItAnswers() {
    EnvironmentName name = declare("silent", Duration.ZERO);
    start();
    SQS.breakRegion(EAST);
    commit(name, 1);
    await().atMost(PATIENCE).until(() -> kinds(name).contains(Kind.QUEUE_UNREACHABLE));
    SQS.recover();
    awaitCleared(name, Clearance.PREPARE, 1);
  }

  @Test
  void aHoldThatWasAskedForWhileTheGuardWasDownHolds() {
    EnvironmentName name = declare("stopped", null);
    publish(new HoldRequested(name, ANNA, "a demo"));
    commit(name, 1);
    start();
    await().atMost(PATIENCE).until(() -> kinds(name).contains(Kind.HOLD));
    assertThat(cleared(name)).isEmpty();
    publish(new ResumeRequested(name, ANNA, null));
    awaitCleared(name, Clearance.FINAL, 1);
  }

  @Test
  void aRequestThatCannotBeReadHoldsItsEnvironment() throws Exception {
    EnvironmentName name = declare("poisoned", null);
    start();
    sendGarbage(name, "dev.slipway.hold.requested.v1");
    await()
        .atMost(PATIENCE)
        .until(() -> events(name).stream().anyMatch(EnvironmentHeld.class::isInstance));
    commit(name, 1);
    await().atMost(PATIENCE).until(() -> kinds(name).contains(Kind.UNREADABLE_REQUEST));
    assertThat(cleared(name)).isEmpty();
  }

  @Test
  void offersItsHealthAndItsOutcomes() throws Exception {
    EnvironmentName name = declare("measured", null);
    ConfigurableApplicationContext guard = start();
    commit(name, 1);
    awaitCleared(name, Clearance.FINAL, 1);
    await()
        .atMost(PATIENCE)
        .until(() -> get(guard, "/actuator/health/readiness").contains("\"UP\""));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(get(guard, "/actuator/prometheus"))
                    .contains("slipway_outcomes_total{reason=\"final\",result=\"cleared\","));
  }

  private ConfigurableApplicationContext start() {
    ConfigurableApplicationContext guard =
        new SpringApplicationBuilder(QueueGuardApplication.class)
            .run(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + servers(),
                "--slipway.guard.sqs-endpoint=" + SQS.endpoint(),
                "--slipway.guard.poll-interval=1s",
                "--slipway.guard.pending-poll-interval=200ms");
    guards.add(guard);
    return guard;
  }

  private static String get(ConfigurableApplicationContext guard, String path) throws Exception {
    String port = guard.getEnvironment().getRequiredProperty("local.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      URI uri = URI.create("http://127.0.0.1:" + port + path);
      return client.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString()).body();
    }
  }

  /** Guarded by a queue of its own name in two regions, unless {@code emptyFor} is absent. */
  private static EnvironmentName declare(String name, @Nullable Duration emptyFor) {
    Guard guard = null;
    if (emptyFor != null) {
      SQS.createQueue(WEST, name);
      SQS.createQueue(EAST, name);
      guard = new Guard(List.of(new GuardedQueue(name, List.of(WEST, EAST))), emptyFor);
    }
    EnvironmentName environment = EnvironmentName.parse(name);
    publish(
        new Environment(
            environment,
            REPOSITORY,
            GitBranch.parse("main"),
            "apps/" + name,
            true,
            "main",
            "acme",
            List.of(),
            null,
            guard,
            true,
            null));
    return environment;
  }

  private static EventEnvelope<RevisionCommitted> commit(EnvironmentName name, int position) {
    var revision =
        new Revision(
            name,
            sequence(position),
            REPOSITORY,
            GitBranch.parse("main"),
            GitRevision.parse("a".repeat(40)),
            List.of(),
            List.of(),
            0);
    return publish(
        new RevisionCommitted(revision, "anna", "Deploy", true, Instant.now(), List.of()));
  }

  private static EventId ask(EnvironmentName name, Sequence sequence) {
    return publish(new ClearanceRequested(name, sequence, "apply")).id();
  }

  private static <E extends Event> EventEnvelope<E> publish(E event) {
    return observer().publish(event);
  }

  private static void sendGarbage(EnvironmentName name, String type) throws Exception {
    Map<String, Object> settings = Map.of("bootstrap.servers", servers());
    try (var producer =
        new KafkaProducer<>(settings, new ByteArraySerializer(), new ByteArraySerializer())) {
      var record =
          new ProducerRecord<byte[], byte[]>(
              Topic.REQUESTS.topicName(),
              name.toString().getBytes(StandardCharsets.UTF_8),
              "not JSON".getBytes(StandardCharsets.UTF_8));
      Map.of(
              "ce_specversion", "1.0",
              "ce_type", type,
              "ce_id", "poison",
              "ce_source", "/test",
              "content-type", "application/json")
          .forEach(
              (header, value) ->
                  record.headers().add(header, value.getBytes(StandardCharsets.UTF_8)));
      producer.send(record).get();
    }
  }

  private static String servers() {
    return broker == null ? "" : broker.bootstrapServers();
  }

  private static Sequence sequence(int position) {
    return new Sequence(1, position, 0);
  }

  private static RevisionCleared awaitCleared(
      EnvironmentName name, Clearance clearance, int times) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> cleared(name).stream().filter(c -> c.clearance() == clearance).count() == times);
    return cleared(name).stream().filter(c -> c.clearance() == clearance).toList().getLast();
  }

  private static Sequence latestSequence(EnvironmentName name) {
    return held(name).getLast().revision().sequence();
  }

  private static List<Kind> kinds(EnvironmentName name) {
    return held(name).stream().flatMap(h -> h.reasons().stream()).map(r -> r.kind()).toList();
  }

  private static List<RevisionHeld> held(EnvironmentName name) {
    return of(name, RevisionHeld.class);
  }

  private static List<RevisionCleared> cleared(EnvironmentName name) {
    return of(name, RevisionCleared.class);
  }

  private static <E> List<E> of(EnvironmentName name, Class<E> type) {
    return events(name).stream().filter(type::isInstance).map(type::cast).toList();
  }

  private static List<Event> events(EnvironmentName name) {
    return of(name).stream().<Event>map(EventEnvelope::event).toList();
  }

  private static List<EventId> ids(EnvironmentName name) {
    return of(name).stream().<EventId>map(EventEnvelope::id).toList();
  }

  private static List<EventEnvelope<?>> of(EnvironmentName name) {
    return observer().seen().stream()
        .<EventEnvelope<?>>map(envelope -> envelope)
        .filter(
            envelope ->
                envelope.event() instanceof ClearanceEvent event
                    && event.environment().equals(name))
        .toList();
  }
}
