package dev.slipway.notifier;

import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.ConfigurationLimited;
import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Environment;
import dev.slipway.events.Subscription;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.ConfigurationProblem;

/** What the repositories say. */
final class ConfigurationWords {
  private ConfigurationWords() {}

  static String of(ConfigurationEvent event) {
    return switch (event) {
      case WatchedImage watched ->
          watched.image().name() + " is watched at " + watched.image().repository();
      case Environment environment ->
          environment.name() + " is declared by " + environment.source();
      case Subscription subscription -> subscription.source() + " tells " + subscription.receiver();
      case ConfigurationLimited followed ->
          "the Flux objects of "
              + followed.source()
              + " ("
              + followed.revision().abbreviated()
              + ") are followed, except: "
              + Words.list(followed.limits().stream().map(ConfigurationProblem::toString).toList());
      case ConfigurationRejected rejected ->
          "the configuration of "
              + rejected.source()
              + " ("
              + rejected.revision().abbreviated()
              + ") is not followed, the last good one stays: "
              + Words.list(
                  rejected.problems().stream().map(ConfigurationProblem::toString).toList());
    };
  }
}
