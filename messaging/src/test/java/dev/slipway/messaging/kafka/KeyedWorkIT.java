package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.springframework.boot.health.contributor.Status;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeyedWorkIT {
  private static final String REQUESTS = Topic.REQUESTS.topicName();
  private Broker broker;

  /** The broker of all tests; another kind of broker takes the same tests. */
  Broker newBroker() {
    return new Broker();
  }

  @BeforeAll
  void startBroker() {
    broker = newBroker();
  }

  @AfterAll
  void stopBroker() {
    broker.close();
  }

  @Test
  void notesWhatArrivesAndWorksOnIt() {
    var notes = new Notes();
    try (var service = start("noting", notes)) {
      var hold = Samples.hold("noting");
      service.publisher().publish(hold);
      awaitDone(notes, "noting", hold.id().toString());
      assertThat(service.health()).isEqualTo(Status.UP);
      assertThat(
              service.count(
                  "slipway.events.received", "type", "hold-requested", "result", "recorded"))
          .isPositive();
    }
  }

  @Test
  void tellsHowFarItIsBehind() {
    String key = "behind";
    try (var other = start("ahead", new Notes())) {
      other.publisher().publish(Stream.generate(() -> Samples.hold(key)).limit(450).toList());
    }
    var goOn = new CountDownLatch(1);
    var notes = new Notes();
    KeyedService<Notes.Noted> slow = new SlowToNote(notes, goOn);
    try (var service =
        new RunningService.Starting(broker, "behind").keyed(slow, REQUESTS).start()) {
      await()
          .untilAsserted(
              () ->
                  assertThat(service.gauge("slipway.consumer.lag", "topic", REQUESTS))
                      .isBetween(250.0, 10_000.0));
      goOn.countDown();
      await()
          .untilAsserted(
              () -> assertThat(service.gauge("slipway.consumer.lag", "group", "behind")).isZero());
    } finally {
      goOn.countDown();
    }
  }

  /** Notes nothing before it may. */
  private record SlowToNote(Notes notes, CountDownLatch goOn) implements KeyedService<Notes.Noted> {
    @Override
    public Class<Notes.Noted> stateType() {
      return notes.stateType();
    }

    @Override
    public Notes.Noted initialState(String key) {
      return notes.initialState(key);
    }

    @Override
    public Notes.Noted record(String key, Notes.Noted state, Delivery delivery) {
      try {
        goOn.await();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      return notes.record(key, state, delivery);
    }

    @Override
    public Next work(KeyContext<Notes.Noted> context) throws InterruptedException {
      return notes.work(context);
    }
  }

  @Test
  void doesOnceWhatIsDeliveredTwice() {
    var effects = new AtomicInteger();
    var notes = new Notes(onlyFor("redelivery", (context, id) -> effects.incrementAndGet()));
    try (var service = start("redelivery", notes)) {
      var hold = Samples.hold("redelivery");
      var later = Samples.hold("redelivery");
      service.publisher().publish(List.of(hold, hold));
      service.publisher().publish(List.of(hold, later));
      awaitDone(notes, "redelivery", hold.id().toString(), later.id().toString());
      assertThat(effects).hasValue(2);
    }
  }

  @Test
  void letsAKeyThatTakesLongHoldUpNobody() {
    String slow = "slow-environment";
    String fast = Samples.keyBeside(slow);
    var release = new CountDownLatch(1);
    var begun = new CountDownLatch(1);
    var notes =
        new Notes(
            (context, id) -> {
              if (context.key().equals(slow)) {
                begun.countDown();
                release.await();
              }
            });
    try (var service = start("patience", notes)) {
      var first = Samples.hold(slow);
      service.publisher().publish(first);
      await().until(() -> begun.getCount() == 0);
      for (int i = 0; i < 20; i++) {
        var hold = Samples.hold(fast);
        service.publisher().publish(hold);
        await().untilAsserted(() -> assertThat(notes.done(fast)).contains(hold.id().toString()));
      }
      // What arrives for the slow key meanwhile is noted, and done afterwards.
      var second = Samples.hold(slow);
      service.publisher().publish(second);
      assertThat(notes.done(slow)).isEmpty();
      release.countDown();
      awaitDone(notes, slow, first.id().toString(), second.id().toString());
    }
  }

  @Test
  void triesAgainForEverWhatFailsForATime() {
    var failures = new AtomicInteger();
    var notes =
        new Notes(
            onlyFor(
                "outage",
                (context, id) -> {
                  if (failures.incrementAndGet() <= 5) {
                    throw new BrokerUnavailableException("away", new IllegalStateException("away"));
                  }
                }));
    try (var service = start("outage", notes)) {
      var hold = Samples.hold("outage");
      service.publisher().publish(hold);
      awaitDone(notes, "outage", hold.id().toString());
      assertThat(failures).hasValue(6);
      assertThat(broker.read("slipway.outage.dead-letters")).isEmpty();
      assertThat(service.count("slipway.worker.backoffs", "kind", "transient")).isEqualTo(5);
    }
  }

  @Test
  void triesAgainWhatFailsForAnotherReason() {
    var failures = new AtomicInteger();
    var notes =
        new Notes(
            onlyFor(
                "defect",
                (context, id) -> {
                  if (failures.incrementAndGet() <= 2) {
                    throw new IllegalStateException("a defect");
                  }
                }));
    try (var service = start("defect", notes)) {
      var hold = Samples.hold("defect");
      service.publisher().publish(hold);
      awaitDone(notes, "defect", hold.id().toString());
      assertThat(failures).hasValue(3);
    }
  }

  @Test
  void wakesAKeyThatIsToldToLook() {
    var notes = new Notes();
    try (var service = start("hinted", notes, "slipway.hinted.work")) {
      service.publisher().notice("acme/web", "1.4.2 was pushed");
      await()
          .untilAsserted(
              () ->
                  assertThat(notes.noted("acme/web"))
                      .isEqualTo(
                          new Notes.Noted(List.of(), List.of(), List.of("1.4.2 was pushed"))));
    }
  }

  @Test
  void worksOnStandingKeysThoughNothingArrives() {
    var notes = new Notes((context, id) -> {}, "acme/api", "acme/web", "acme/worker");
    try (var _ = start("standing", notes)) {
      await()
          .untilAsserted(
              () ->
                  assertThat(notes.calls.keySet()).contains("acme/api", "acme/web", "acme/worker"));
    }
  }

  @Test
  void callsAgainAfterTheTimeThatTheWorkerAskedFor() {
    var notes =
        new Notes((context, id) -> {}, "ticking") {
          @Override
          public Next work(KeyContext<Noted> context) throws InterruptedException {
            super.work(context);
            return Next.after(Duration.ofMillis(5));
          }
        };
    try (var _ = start("ticking", notes)) {
      await().untilAsserted(() -> assertThat(notes.calls.get("ticking")).isGreaterThan(5));
    }
  }

  @Test
  void tellsAWorkerThatWaitsOfNews() {
    var waiting = new CountDownLatch(1);
    var told = new AtomicBoolean();
    var notes =
        new Notes(
            onlyFor(
                "waiting",
                (context, id) -> {
                  if (!told.get()) {
                    waiting.countDown();
                    told.set(context.awaitChange(Duration.ofMinutes(10)));
                  }
                }));
    try (var service = start("waiting", notes)) {
      var first = Samples.hold("waiting");
      var second = Samples.hold("waiting");
      service.publisher().publish(first);
      await().until(() -> waiting.getCount() == 0);
      service.publisher().publish(second);
      awaitDone(notes, "waiting", first.id().toString(), second.id().toString());
      assertThat(told).isTrue();
    }
  }

  /** The tests share the topics: what another one sent is done at once. */
  private static Notes.Work onlyFor(String key, Notes.Work work) {
    return (context, id) -> {
      if (context.key().equals(key)) {
        work.on(context, id);
      }
    };
  }

  private RunningService start(String name, Notes notes) {
    return start(name, notes, REQUESTS);
  }

  private RunningService start(String name, Notes notes, String... topics) {
    return new RunningService.Starting(broker, name).keyed(notes, topics).start().awaitReady();
  }

  private static void awaitDone(Notes notes, String key, String... ids) {
    await().untilAsserted(() -> assertThat(notes.done(key)).containsExactly(ids));
  }
}
