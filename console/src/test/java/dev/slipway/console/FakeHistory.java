package dev.slipway.console;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.EventHistory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** A history in memory: what is told reaches every reader at once. */
public final class FakeHistory implements EventHistory {
  private final List<Delivery> deliveries = new ArrayList<>();
  private final List<Consumer<Delivery>> readers = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-20T14:00:00Z");

  /** Time goes on between two events. */
  public void pass(Duration duration) {
    now = now.plus(duration);
  }

  public Instant now() {
    return now;
  }

  /** An event that nothing caused. */
  public <E extends Event> EventEnvelope<E> tell(E event) {
    return tell(EventEnvelope.first(EventId.random(), "/test", now, event));
  }

  /** An event that another one caused. */
  public <E extends Event> EventEnvelope<E> tell(EventEnvelope<?> cause, E event) {
    return tell(cause.causes("/test", now, event, deliveries.size()));
  }

  public synchronized <E extends Event> EventEnvelope<E> tell(EventEnvelope<E> envelope) {
    Delivery delivery =
        new Delivery(envelope, envelope.event().type().topic().topicName(), 0, deliveries.size());
    deliveries.add(delivery);
    readers.forEach(reader -> reader.accept(delivery));
    return envelope;
  }

  /** Everything so far, one topic after the other, as a reader that starts late may see it. */
  public synchronized List<Delivery> byTopic(List<Topic> order) {
    return order.stream()
        .flatMap(t -> deliveries.stream().filter(d -> d.topic().equals(t.topicName())))
        .toList();
  }

  @Override
  public synchronized AutoCloseable follow(
      Set<Topic> topics, Consumer<Delivery> onEvent, Runnable caughtUp) {
    deliveries.forEach(onEvent);
    readers.add(onEvent);
    caughtUp.run();
    return () -> readers.remove(onEvent);
  }
}
