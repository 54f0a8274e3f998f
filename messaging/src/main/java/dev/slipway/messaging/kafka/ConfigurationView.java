package dev.slipway.messaging.kafka;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.Configuration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** What {@code slipway.config} said so far. Written by one reader, read by any thread. */
final class ConfigurationView implements Configuration {
  private static final Logger LOG = LoggerFactory.getLogger(ConfigurationView.class);

  private record Placed(ConfigurationEvent event, long offset) {}

  private final Map<String, Placed> events = new ConcurrentSkipListMap<>();
  private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
  private volatile long nextOffset;

  void put(ConfigurationEvent event, long offset) {
    events.put(event.key(), new Placed(event, offset));
  }

  void remove(String key) {
    events.remove(key);
  }

  /** Everything below this offset has been put or removed. */
  void readUpTo(long offset) {
    nextOffset = offset;
  }

  /** One that fails keeps nobody else from hearing of the change. */
  void tellListeners() {
    for (Runnable listener : listeners) {
      try {
        listener.run();
      } catch (RuntimeException e) {
        LOG.atError()
            .addKeyValue("reason", "reader-failed")
            .setCause(e)
            .log("a listener of the configuration failed");
      }
    }
  }

  @Override
  public Optional<Environment> environment(EnvironmentName name) {
    return Optional.ofNullable(events.get(Environment.keyOf(name)))
        .map(Placed::event)
        .filter(Environment.class::isInstance)
        .map(Environment.class::cast);
  }

  @Override
  public OptionalLong offsetOf(EnvironmentName name) {
    Placed placed = events.get(Environment.keyOf(name));
    return placed == null ? OptionalLong.empty() : OptionalLong.of(placed.offset());
  }

  @Override
  public boolean hasRead(long offset) {
    return offset < nextOffset;
  }

  @Override
  public void onChange(Runnable listener) {
    listeners.add(listener);
  }

  @Override
  public <E extends ConfigurationEvent> Collection<E> all(Class<E> kind) {
    return events.values().stream()
        .map(Placed::event)
        .filter(kind::isInstance)
        .map(kind::cast)
        .toList();
  }
}
