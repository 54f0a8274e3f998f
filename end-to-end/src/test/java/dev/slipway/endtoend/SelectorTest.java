package dev.slipway.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;

class SelectorTest {
  @Test
  void findsEveryMetricWithTheLabelsThatAreAskedFor() {
    assertThat(
            Selector.in(
                "histogram_quantile(0.9, sum by (le) (rate(slipway_push_applied_seconds_bucket"
                    + "{environment=~\"$environment\"}[5m])))"))
        .containsExactly(
            new Selector("slipway_push_applied_seconds_bucket", Set.of("environment", "le")));
    assertThat(Selector.in("sum by (service, instance) (slipway_consumer_lag) > 0"))
        .containsExactly(new Selector("slipway_consumer_lag", Set.of("service")));
    assertThat(
            Selector.in(
                "absent(process_uptime_seconds{service=\"a\"})"
                    + " or absent(process_uptime_seconds{service!=\"b\", job=\"c\"})"))
        .hasSize(2)
        .containsOnly(new Selector("process_uptime_seconds", Set.of("service")));
  }

  @Test
  void aSeriesHasTheNameAndEveryLabel() {
    String scraped =
        """
        # TYPE slipway_outcomes_total counter
        slipway_outcomes_total{reason="none",result="sent",service="notifier"} 3.0
        """;
    assertThat(new Selector("slipway_outcomes_total", Set.of("reason", "service")).isIn(scraped))
        .isTrue();
    assertThat(new Selector("slipway_outcomes_total", Set.of("kind")).isIn(scraped)).isFalse();
    assertThat(new Selector("slipway_outcomes", Set.of("reason")).isIn(scraped)).isFalse();
  }
}
