package dev.slipway.console;

import dev.slipway.events.Topic;
import dev.slipway.messaging.EventHistory;
import java.util.EnumSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;

/**
 * Reads the history while the console runs. Stops before the web server does, so that whoever
 * follows events does not hold up the end.
 */
final class ConsoleLifecycle implements SmartLifecycle {
  private static final Logger LOG = LoggerFactory.getLogger(ConsoleLifecycle.class);

  private final EventHistory history;
  private final Pipeline pipeline;
  private @Nullable AutoCloseable reading;

  ConsoleLifecycle(EventHistory history, Pipeline pipeline) {
    this.history = history;
    this.pipeline = pipeline;
  }

  @Override
  public synchronized void start() {
    if (reading == null) {
      reading = history.follow(EnumSet.allOf(Topic.class), pipeline::accept, pipeline::caughtUp);
    }
  }

  @Override
  public synchronized void stop() {
    pipeline.closeFollowings();
    if (reading != null) {
      try {
        reading.close();
      } catch (Exception e) {
        LOG.atWarn().setCause(e).log("the reading of events did not end well");
      }
      reading = null;
    }
  }

  @Override
  public synchronized boolean isRunning() {
    return reading != null;
  }
}
