package dev.slipway.bench.faults;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.bench.running.Ended;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class EndsTest {
  @Test
  void whatWasKilledDidNotDie() {
    assertThat(
            new Ends(
                    List.of(new Ended("notifier", 137), new Ended("kafka", 137)),
                    List.of(killed("kafka"), killed("notifier")))
                .deaths())
        .isEmpty();
  }

  @Test
  void oneThatWasNeverKilledDied() {
    assertThat(new Ends(List.of(new Ended("notifier", 137)), List.of(killed("console"))).deaths())
        .containsExactly(new Ended("notifier", 137));
  }

  @Test
  void oneThatEndedMoreOftenThanItWasKilledDied() {
    assertThat(
            new Ends(
                    List.of(new Ended("notifier", 137), new Ended("notifier", 137)),
                    List.of(killed("notifier")))
                .deaths())
        .containsExactly(new Ended("notifier", 137));
  }

  @Test
  void oneThatEndedOtherwiseDiedThoughItWasKilledToo() {
    assertThat(
            new Ends(
                    List.of(new Ended("notifier", 3), new Ended("notifier", 137)),
                    List.of(killed("notifier")))
                .deaths())
        .containsExactly(new Ended("notifier", 3));
  }

  @Test
  void aCopyThatWasScaledAwayAsItWasKilledIsNotStartedAgain() {
    assertThat(new Ends(List.of(), List.of(killed("notifier-3"))).deaths()).isEmpty();
  }

  private static Fault killed(String process) {
    return new Fault(process, 1, Instant.EPOCH);
  }
}
