package dev.slipway.messaging;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import java.util.List;

/** Sends events. Safe for any thread. */
public interface EventPublisher {

  /**
   * Sends the events, in this order per key. When it returns, every in-sync replica has them.
   *
   * @throws BrokerUnavailableException where the broker did not take them in time; some may have
   *     been written. Sending the same again is safe: ids are derived from the cause
   */
  void publish(List<? extends EventEnvelope<?>> events);

  /** As {@link #publish(List)}, for one. */
  default void publish(EventEnvelope<?> event) {
    publish(List.of(event));
  }

  /**
   * Takes the record of that key out of a compacted topic.
   *
   * @throws BrokerUnavailableException as above
   */
  void remove(Topic compacted, String key);

  /**
   * Asks whoever owns the key in this service to look again, through the service's own work topic.
   *
   * @param text what was noticed, for {@link KeyedService#recordNotice}; never a secret
   * @throws BrokerUnavailableException as above: whoever told us should be told to tell us again
   */
  void notice(String key, String text);
}
