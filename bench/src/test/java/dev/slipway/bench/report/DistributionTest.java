package dev.slipway.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DistributionTest {
  @Test
  void quantilesAreMeasuredValues() {
    List<Duration> hundred =
        IntStream.rangeClosed(1, 100).mapToObj(Duration::ofMillis).toList().reversed();

    assertThat(Distribution.of(hundred)).isEqualTo(new Distribution(100, 51, 91, 100, 100));
  }

  @Test
  void oneValueIsAllOfThem() {
    assertThat(Distribution.of(List.of(Duration.ofNanos(1_260_000))))
        .isEqualTo(new Distribution(1, 1.3, 1.3, 1.3, 1.3));
  }

  @Test
  void ofNothingThereIsNothingToSay() {
    Distribution none = Distribution.of(List.of());

    assertThat(none.count()).isZero();
    assertThat(none.max()).isNaN();
  }
}
