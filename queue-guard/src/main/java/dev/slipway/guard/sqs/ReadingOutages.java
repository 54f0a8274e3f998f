package dev.slipway.guard.sqs;

import dev.slipway.events.value.QueueReading;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs once when a queue can no longer be asked, and once when it can again. */
final class ReadingOutages {
  private static final Logger LOG = LoggerFactory.getLogger(ReadingOutages.class);

  private final Map<String, String> problems = new ConcurrentHashMap<>();

  void note(QueueReading reading) {
    String place = reading.region() + "/" + reading.queue();
    String problem = reading.error();
    if (problem == null) {
      if (problems.remove(place) != null) {
        LOG.atInfo()
            .addKeyValue("queue", reading.queue())
            .addKeyValue("region", reading.region())
            .log("queue answers again");
      }
    } else if (problems.put(place, problem) == null) {
      LOG.atWarn()
          .addKeyValue("queue", reading.queue())
          .addKeyValue("region", reading.region())
          .addKeyValue("reason", problem)
          .log("queue cannot be asked, which counts as not empty");
    }
  }
}
