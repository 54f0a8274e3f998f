package dev.slipway.bench.scale;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class ResultTest {

  @Test
  void saysHowMuchMoreTheProcessorsAllow() {
    Result half = result(new Measured(1, 10, 100, 6, 4), new Measured(2, 6, 170, 7, 4), 1.7);
    Result full = result(new Measured(1, 10, 100, 12, 7), new Measured(2, 10, 99, 12, 8), 0.99);

    assertThat(half.toText()).contains("queue-guard: 1.70 times as much; 2 processors allow 2.00");
    assertThat(full.toText()).contains("queue-guard: 0.99 times as much; 2 processors allow 1.05");
  }

  private static Result result(Measured one, Measured two, double ratio) {
    return new Result("queue-guard", "clearances", 1000, List.of(one, two), ratio, 2, 1.0);
  }
}
