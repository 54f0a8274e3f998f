package dev.slipway.messaging.kafka;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.messaging.EventPublisher;
import java.util.List;

/** Publishes for a key as long as this instance owns it. */
record OwnedPublisher(EventPublisher publisher, Runnable requireOwned) implements EventPublisher {
  @Override
  public void publish(List<? extends EventEnvelope<?>> events) {
    requireOwned.run();
    publisher.publish(events);
  }

  @Override
  public void remove(Topic compacted, String key) {
    requireOwned.run();
    publisher.remove(compacted, key);
  }

  @Override
  public void notice(String key, String text) {
    requireOwned.run();
    publisher.notice(key, text);
  }
}
