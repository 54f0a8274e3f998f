package dev.slipway.messaging.testing;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.EventPublisher;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/** Keeps what is published; can refuse, as a broker that is away does. */
public final class RecordingPublisher implements EventPublisher {
  /** A hint that was sent to a key. */
  public record Notice(String key, String text) {}

  private final List<EventEnvelope<?>> published = new CopyOnWriteArrayList<>();
  private final List<String> removed = new CopyOnWriteArrayList<>();
  private final List<Notice> notices = new CopyOnWriteArrayList<>();
  private volatile int failures;

  /** The next calls fail before anything is written. */
  public void failNext(int calls) {
    failures = calls;
  }

  /** Every envelope so far, in order. */
  public List<EventEnvelope<?>> published() {
    return List.copyOf(published);
  }

  /** The events of that kind so far, in order. */
  public <E extends Event> List<E> events(Class<E> type) {
    return published.stream()
        .map(EventEnvelope::event)
        .filter(type::isInstance)
        .map(type::cast)
        .toList();
  }

  public List<String> removed() {
    return List.copyOf(removed);
  }

  public List<Notice> notices() {
    return List.copyOf(notices);
  }

  /** Forgets what was published, so that a test can look at what comes next. */
  public void clear() {
    published.clear();
    removed.clear();
    notices.clear();
  }

  @Override
  public void publish(List<? extends EventEnvelope<?>> events) {
    failIfAsked();
    published.addAll(events);
  }

  @Override
  public void remove(Topic compacted, String key) {
    failIfAsked();
    removed.add(key);
  }

  @Override
  public void notice(String key, String text) {
    failIfAsked();
    notices.add(new Notice(key, text));
  }

  private synchronized void failIfAsked() {
    if (failures > 0) {
      failures--;
      throw new BrokerUnavailableException(
          "the test's broker is away", new IllegalStateException("away"));
    }
  }
}
