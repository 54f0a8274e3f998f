package dev.slipway.events;

import dev.slipway.events.value.GitRepository;

/** What the repositories' {@code slipway.yaml} say, resolved. The last one per key holds. */
public sealed interface ConfigurationEvent extends Event
    permits WatchedImage, Environment, Subscription, ConfigurationRejected, ConfigurationLimited {

  /** The Git repository that says so. */
  GitRepository source();
}
