package dev.slipway.messaging.kafka;

import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.Metric;
import org.apache.kafka.common.MetricName;

/**
 * How far a listener is behind, by what its consumer measures at each fetch: asking costs the
 * broker nothing.
 */
final class ConsumerLag {
  private static final String LAG = "records-lag";
  private static final String TOPIC = "topic";
  private final Supplier<Map<String, Map<MetricName, ? extends Metric>>> metrics;

  /**
   * The lag of one listener.
   *
   * @param metrics of its consumers, by their client ids
   */
  ConsumerLag(Supplier<Map<String, Map<MetricName, ? extends Metric>>> metrics) {
    this.metrics = metrics;
  }

  /** The records of the topic that lie in this copy's partitions and were not fetched yet. */
  double of(String topic) {
    return metrics.get().values().stream()
        .flatMap(ofClient -> ofClient.entrySet().stream())
        .filter(metric -> metric.getKey().name().equals(LAG))
        // The same under a name with underscores stands beside it, for old dashboards.
        .filter(metric -> topic.equals(metric.getKey().tags().get(TOPIC)))
        .mapToDouble(metric -> value(metric.getValue()))
        .sum();
  }

  private static double value(Metric metric) {
    return metric.metricValue() instanceof Double lag && !lag.isNaN() ? lag : 0;
  }
}
