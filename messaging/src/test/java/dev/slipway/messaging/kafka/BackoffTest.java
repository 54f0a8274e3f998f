package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BackoffTest {
  private final Backoff backoff = new Backoff(Duration.ofMillis(100), Duration.ofSeconds(60));

  @ParameterizedTest
  @CsvSource({"1, 100, 200", "2, 100, 400", "5, 400, 3200", "10, 7500, 60000", "9999, 7500, 60000"})
  void growsFromTheMinimumToTheMaximum(int failures, long leastMillis, long mostMillis) {
    var random = new Random(failures);
    for (int i = 0; i < 1000; i++) {
      assertThat(backoff.pause(failures, random))
          .isBetween(Duration.ofMillis(leastMillis), Duration.ofMillis(mostMillis));
    }
    assertThat(backoff.floor(failures)).isEqualTo(Duration.ofMillis(leastMillis));
  }
}
