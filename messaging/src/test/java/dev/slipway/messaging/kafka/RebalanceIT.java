package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.groups.Tuple.tuple;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyMovedException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class RebalanceIT {
  private static Broker broker;

  @BeforeAll
  static void startBroker() {
    broker = new Broker();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  /** A copy of a service whose work takes until the test lets it go. */
  private static final class SlowCopy {
    private final Map<String, Integer> effects;
    private final CountDownLatch release;
    private final Set<String> begun = ConcurrentHashMap.newKeySet();
    private final Set<String> interrupted = ConcurrentHashMap.newKeySet();
    private final Notes notes = new Notes(this::work);

    private SlowCopy(Map<String, Integer> effects, CountDownLatch release) {
      this.effects = effects;
      this.release = release;
    }

    private void work(KeyContext<Notes.Noted> context, String id) throws InterruptedException {
      begun.add(context.key());
      try {
        release.await();
      } catch (InterruptedException e) {
        interrupted.add(context.key());
        throw e;
      }
      effects.merge(id, 1, Integer::sum);
    }

    private RunningService start() {
      return new RunningService.Starting(broker, "sharing")
          .keyed(notes, Topic.REQUESTS.topicName(), Topic.CLEARANCES.topicName())
          .start()
          .awaitReady();
    }
  }

  @Test
  void movesKeysInTheMiddleOfTheirWorkAndDoesEachOnce() {
    Map<String, Integer> effects = new ConcurrentHashMap<>();
    var release = new CountDownLatch(1);
    var first = new SlowCopy(effects, release);
    var second = new SlowCopy(effects, release);
    var holds = IntStream.range(0, 24).mapToObj(i -> Samples.hold("sharing-" + i)).toList();
    Set<String> keys = new TreeSet<>(holds.stream().map(hold -> hold.event().key()).toList());
    try (var one = first.start()) {
      one.publisher().publish(holds);
      await().untilAsserted(() -> assertThat(first.begun).containsAll(keys));
      try (var two = second.start()) {
        await().until(() -> one.held().size() == 2 && two.held().size() == 2);
        Set<String> moved = Samples.keysIn(two.held(), keys);
        assertThat(moved).isNotEmpty().isNotEqualTo(keys);
        await().untilAsserted(() -> assertThat(second.begun).isEqualTo(moved));
        assertThat(first.interrupted).isEqualTo(moved);

        release.countDown();
        await().untilAsserted(() -> assertThat(effects).hasSize(holds.size()));
        await().untilAsserted(() -> assertThat(second.notes.seen.keySet()).isEqualTo(moved));
      }
      // What the second one did is known to the first, which takes it over again.
      await().until(() -> one.held().size() == Broker.PARTITIONS);
      one.publisher().publish(holds);
      var last = Samples.hold("sharing-last");
      one.publisher().publish(last);
      await().untilAsserted(() -> assertThat(effects).containsKey(last.id().toString()));
      await().untilAsserted(() -> assertThat(first.notes.seen.keySet()).containsAll(keys));
      assertThat(effects.values()).containsOnly(1);
      assertThat(effects).hasSize(holds.size() + 1);
    }
  }

  @Test
  void refusesWhatAWorkerWritesAfterItsKeyHasMoved() {
    var context = new AtomicReference<KeyContext<Notes.Noted>>();
    var end = new CountDownLatch(1);
    var notes =
        new Notes(
            (worker, id) -> {
              context.set(worker);
              ignoreInterruptsUntil(end);
            });
    var hold = Samples.hold("stubborn");
    try (var service =
        new RunningService.Starting(broker, "stubborn")
            .keyed(notes, Topic.REQUESTS.topicName())
            .with("stop-timeout", "50ms")
            .start()
            .awaitReady()) {
      service.publisher().publish(hold);
      await().until(() -> context.get() != null);
    }
    assertThat(catchThrowable(() -> context.get().update(state -> state.finishing("x"))))
        .isInstanceOf(KeyMovedException.class);
    assertThat(catchThrowable(() -> context.get().publisher().publish(List.of(hold))))
        .isInstanceOf(KeyMovedException.class);
    end.countDown();
  }

  private static void ignoreInterruptsUntil(CountDownLatch end) {
    boolean waiting = true;
    while (waiting) {
      try {
        waiting = !end.await(1, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        // That is the point.
      }
    }
  }

  @Test
  void countsTheCopiesAndWhatTheyHaveNotTaken() {
    var one = new Notes();
    var two = new Notes();
    try (var first = counting("one", one);
        var second = counting("two", two)) {
      await()
          .atMost(Duration.ofSeconds(20))
          .untilAsserted(
              () -> {
                assertThat(first.groups().describe()).containsKey("counting");
                var group = Objects.requireNonNull(first.groups().describe().get("counting"));
                assertThat(group.copies())
                    .extracting("instance", "partitions")
                    .containsExactlyInAnyOrder(tuple("one", 2), tuple("two", 2));
                assertThat(group.lag()).isZero();
              });
      assertThat(second.groups().describe()).doesNotContainKey("counting-router");
    }
  }

  private static RunningService counting(String instance, Notes notes) {
    return new RunningService.Starting(broker, "counting")
        .keyed(notes, Topic.REQUESTS.topicName())
        .with("instance-id", instance)
        .start()
        .awaitReady();
  }
}
