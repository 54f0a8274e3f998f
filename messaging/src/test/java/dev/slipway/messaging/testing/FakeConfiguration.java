package dev.slipway.messaging.testing;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.Configuration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** A configuration held in memory; each {@link #put} takes the next offset. */
public final class FakeConfiguration implements Configuration {
  private record Placed(ConfigurationEvent event, long offset) {}

  private final Map<String, Placed> events = new LinkedHashMap<>();
  private final List<Runnable> listeners = new ArrayList<>();
  private long nextOffset;

  /** Puts a record, as the writer would, and tells the listeners; gives its offset. */
  public long put(ConfigurationEvent event) {
    long offset = nextOffset++;
    events.put(event.key(), new Placed(event, offset));
    listeners.forEach(Runnable::run);
    return offset;
  }

  /** Removes a record, as a tombstone would. */
  public void remove(String key) {
    events.remove(key);
    nextOffset++;
    listeners.forEach(Runnable::run);
  }

  @Override
  public Optional<Environment> environment(EnvironmentName name) {
    return all(Environment.class).stream().filter(e -> e.name().equals(name)).findFirst();
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
