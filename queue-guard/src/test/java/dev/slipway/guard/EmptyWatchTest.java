package dev.slipway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EmptyWatchTest {
  private static final List<GuardedQueue> QUEUES =
      List.of(new GuardedQueue("jobs", List.of("us-west-2")));
  private final EmptyWatch watch = new EmptyWatch(Duration.ofSeconds(15));

  @Test
  void countsFromTheEndOfTheFirstEmptyReadingToTheBeginningOfTheLast() {
    assertThat(see(0, 2, 0)).isEqualTo(Duration.ZERO);
    assertThat(see(10, 12, 0)).isEqualTo(Duration.ofSeconds(8));
    assertThat(see(20, 29, 0)).isEqualTo(Duration.ofSeconds(18));
  }

  @Test
  void startsAnewAfterAJob() {
    see(0, 0, 0);
    assertThat(see(5, 5, 1)).isEqualTo(Duration.ZERO);
    assertThat(see(10, 10, 0)).isEqualTo(Duration.ZERO);
    assertThat(see(12, 12, 0)).isEqualTo(Duration.ofSeconds(2));
  }

  @Test
  void startsAnewAfterAGap() {
    see(0, 0, 0);
    assertThat(see(15, 15, 0)).isEqualTo(Duration.ofSeconds(15));
    assertThat(see(31, 31, 0)).isEqualTo(Duration.ZERO);
  }

  @Test
  void startsAnewWhenOtherQueuesAreGuarded() {
    see(0, 0, 0);
    List<GuardedQueue> others = List.of(new GuardedQueue("more", List.of("us-west-2")));
    assertThat(watch.see(others, List.of(), 1, seconds(5), seconds(5)).emptyFor())
        .isEqualTo(Duration.ZERO);
    assertThat(see(6, 6, 0)).isEqualTo(Duration.ZERO);
  }

  @Test
  void startsAnewWithAnotherObserver() {
    see(0, 0, 0);
    var empty = new QueueReading("jobs", "us-west-2", 0, 0, 0, null);
    assertThat(watch.see(QUEUES, List.of(empty), 2, seconds(5), seconds(5)).emptyFor())
        .isEqualTo(Duration.ZERO);
  }

  @Test
  void anErrorIsNotEmpty() {
    see(0, 0, 0);
    var error = new QueueReading("jobs", "us-west-2", 0, 0, 0, "no answer");
    assertThat(watch.see(QUEUES, List.of(error), 1, seconds(5), seconds(5)).emptyFor())
        .isEqualTo(Duration.ZERO);
    assertThat(see(10, 10, 0)).isEqualTo(Duration.ZERO);
  }

  @Test
  void beginsAtAnyTimeOfTheMonotonicClock() {
    assertThat(see(-1_000_000, -1_000_000, 0)).isEqualTo(Duration.ZERO);
    assertThat(see(-999_990, -999_990, 0)).isEqualTo(Duration.ofSeconds(10));
  }

  private Duration see(long begun, long ended, long running) {
    var reading = new QueueReading("jobs", "us-west-2", 0, running, 0, null);
    return watch.see(QUEUES, List.of(reading), 1, seconds(begun), seconds(ended)).emptyFor();
  }

  private static long seconds(long seconds) {
    return Duration.ofSeconds(seconds).toNanos();
  }
}
