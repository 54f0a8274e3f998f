package dev.slipway.messaging;

import dev.slipway.events.Topic;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Reads topics from their beginning and follows them, outside every consumer group: for whoever
 * shows events and shares no work.
 */
public interface EventHistory {

  /**
   * Calls for every event there is and every one that comes, in order per partition, on one thread.
   * Records that cannot be read are skipped.
   *
   * @param caughtUp called once, when everything that lay there at the start has been delivered
   * @return closes the reading
   */
  AutoCloseable follow(Set<Topic> topics, Consumer<Delivery> onEvent, Runnable caughtUp);
}
