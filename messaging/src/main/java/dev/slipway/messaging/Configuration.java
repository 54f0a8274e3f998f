package dev.slipway.messaging;

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

  Collection<Environment> environments();

  Collection<WatchedImage> watchedImages();

  Collection<Subscription> subscriptions();

  Collection<ConfigurationRejected> rejections();

  /** What repositories ask for and nobody does; the rest of their configuration is followed. */
  Collection<ConfigurationLimited> limits();

  /** Where the record of that environment lies; empty where there is none. */
  OptionalLong offsetOf(EnvironmentName name);

  /** Whether everything up to and including this offset has been read. */
  boolean hasRead(long offset);

  /** Calls after each change, on the reader's thread: be quick. */
  void onChange(Runnable listener);
}
