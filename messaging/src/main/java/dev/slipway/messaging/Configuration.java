package dev.slipway.messaging;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.ConfigurationLimited;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Environment;
import dev.slipway.events.Subscription;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EnvironmentName;
import java.util.Collection;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What {@code slipway.config} says: read whole before a service takes its first event, and followed
 * from then on. Safe for any thread.
 */
public interface Configuration {

  Optional<Environment> environment(EnvironmentName name);

  /** Every record of that kind. */
  <E extends ConfigurationEvent> Collection<E> all(Class<E> kind);

  default Collection<Environment> environments() {
    return all(Environment.class);
  }

  default Collection<WatchedImage> watchedImages() {
    return all(WatchedImage.class);
  }

  default Collection<Subscription> subscriptions() {
    return all(Subscription.class);
  }

  default Collection<ConfigurationRejected> rejections() {
    return all(ConfigurationRejected.class);
  }

  /** What repositories ask for and nobody does; the rest of their configuration is followed. */
  default Collection<ConfigurationLimited> limits() {
    return all(ConfigurationLimited.class);
  }

  /** Where the record of that environment lies; empty where there is none. */
  OptionalLong offsetOf(EnvironmentName name);

  /** Whether everything up to and including this offset has been read. */
  boolean hasRead(long offset);

  /** Calls after each change, on the reader's thread: be quick. */
  void onChange(Runnable listener);
}
