package dev.slipway.guard;

import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.util.List;

/**
 * What the queues of an environment held when they were asked.
 *
 * @param emptyFor how long all of them have been seen empty without a break; zero where one is not
 */
record Observation(List<QueueReading> readings, Duration emptyFor) {
  Observation {
    readings = List.copyOf(readings);
  }

  boolean isEmpty() {
    return readings.stream().allMatch(QueueReading::isEmpty);
  }
}
