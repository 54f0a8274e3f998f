package dev.slipway.notifier;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Event;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.LookupEvent;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.messaging.Configuration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** What an event is about. */
final class Subjects {
  private Subjects() {}

  /** Empty for what concerns no single environment: images, lookups, configuration. */
  static Optional<EnvironmentName> environment(Event event) {
    return switch (event) {
      case RequestEvent request -> Optional.of(request.environment());
      case RevisionEvent revision -> Optional.of(revision.environment());
      case ClearanceEvent clearance -> Optional.of(clearance.environment());
      case RolloutEvent rollout -> Optional.of(rollout.environment());
      case ReportEvent report -> Optional.of(report.environment());
      case ConfigurationEvent _, ImageEvent _, LookupEvent _ -> Optional.empty();
    };
  }

  /** The Git repositories whose subscriptions it may concern. */
  static Set<GitRepository> sources(Event event, Configuration configuration) {
    return switch (event) {
      case ConfigurationEvent declared -> Set.of(declared.source());
      case ImageEvent image -> watching(image.repository(), configuration);
      case LookupEvent lookup -> watching(lookup.repository(), configuration);
      case RequestEvent request -> declaring(request.environment(), configuration);
      case RevisionEvent revision -> declaring(revision.environment(), configuration);
      case ClearanceEvent clearance -> declaring(clearance.environment(), configuration);
      case RolloutEvent rollout -> declaring(rollout.environment(), configuration);
      case ReportEvent report -> declaring(report.environment(), configuration);
    };
  }

  private static Set<GitRepository> declaring(EnvironmentName name, Configuration configuration) {
    return configuration.environment(name).map(e -> Set.of(e.source())).orElse(Set.of());
  }

  private static Set<GitRepository> watching(ImageRepository image, Configuration configuration) {
    return configuration.watchedImages().stream()
        .filter(watched -> watched.image().repository().equals(image))
        .map(watched -> watched.source())
        .collect(Collectors.toSet());
  }
}
