package dev.slipway.guard;

import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What stood in an environment's way when its queues were asked and the calendar was read.
 *
 * @param emptyFor how long all of them have been seen empty without a break; zero where one is not
 * @param frozen absent where the calendar lets it change
 */
record Observation(List<QueueReading> readings, Duration emptyFor, @Nullable Frozen frozen) {
  static final Observation NOTHING = new Observation(List.of(), Duration.ZERO);

  Observation {
    readings = List.copyOf(readings);
  }

  /** Of queues alone. */
  Observation(List<QueueReading> readings, Duration emptyFor) {
    this(readings, emptyFor, null);
  }

  Observation with(Optional<Frozen> calendar) {
    return new Observation(readings, emptyFor, calendar.orElse(null));
  }

  boolean isEmpty() {
    return readings.stream().allMatch(QueueReading::isEmpty);
  }
}
