package dev.slipway.guard.sqs;

import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One line when queues can no longer be asked, and one when all can again, however many queues and
 * regions it concerns. Safe for any thread.
 */
final class ReadingOutages {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingOutages.class);
  private static final String KIND = "QUEUES_UNAVAILABLE";

  /** Nobody asks that queue any more, or another copy does: it must not keep the outage open. */
  private static final Duration FORGOTTEN_AFTER = Duration.ofMinutes(1);

  private final LongSupplier nanoTime;
  private final Map<String, Long> failing = new HashMap<>();
  private long since;

  ReadingOutages(LongSupplier nanoTime) {
    this.nanoTime = nanoTime;
  }

  synchronized void note(List<QueueReading> readings) {
    long now = nanoTime.getAsLong();
    boolean was = !failing.isEmpty();
    readings.forEach(reading -> note(reading, now));
    failing.values().removeIf(last -> now - last > FORGOTTEN_AFTER.toNanos());
    if (was && failing.isEmpty()) {
      LOG.atInfo()
          .addKeyValue("kind", KIND)
          .addKeyValue("lasted", Duration.ofNanos(now - since).truncatedTo(ChronoUnit.SECONDS))
          .log("outage ended");
    }
  }

  private void note(QueueReading reading, long now) {
    String place = reading.region() + "/" + reading.queue();
    String problem = reading.error();
    if (problem == null) {
      failing.remove(place);
      return;
    }
    if (failing.isEmpty()) {
      since = now;
      LOG.atWarn()
          .addKeyValue("kind", KIND)
          .addKeyValue("queue", reading.queue())
          .addKeyValue("region", reading.region())
          .addKeyValue("problem", problem)
          .log("outage begins, trying again");
    }
    failing.put(place, now);
  }
}
