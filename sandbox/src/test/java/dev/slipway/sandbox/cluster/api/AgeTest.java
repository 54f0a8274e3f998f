package dev.slipway.sandbox.cluster.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgeTest {
  @ParameterizedTest
  @CsvSource({
    "PT-5S, 0s",
    "PT119S, 119s",
    "PT2M, 2m",
    "PT3M12S, 3m12s",
    "PT45M, 45m",
    "PT5H20M, 5h20m",
    "PT30H, 30h",
    "PT75H, 3d3h",
    "P30D, 30d"
  })
  void isAsShortAsKubectlSaysIt(Duration age, String expected) {
    assertThat(Age.of(age)).isEqualTo(expected);
  }
}
