package dev.slipway.writer;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.ConfigurationEvent;
import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageEvent;
import dev.slipway.events.LookupEvent;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Router;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.Set;

/** Which branches an event concerns: images and environments live in Git branches. */
public final class WriterRouter implements Router {
  private final TrackedBranches branches;

  public WriterRouter(TrackedBranches branches) {
    this.branches = branches;
  }

  @Override
  public Set<String> keysOf(EventEnvelope<?> envelope, Configuration configuration) {
    Event event = envelope.event();
    return switch (event) {
      case ImageEvent image -> following(image.repository(), configuration);
      case RequestEvent request -> holding(request.environment(), configuration);
      case RolloutSucceeded success -> provenFor(success.environment(), configuration);
      case RolloutFailed failure ->
          configuration
                  .environment(failure.environment())
                  .filter(Environment::rollsBack)
                  .isPresent()
              ? holding(failure.environment(), configuration)
              : Set.of();
      case RolloutEvent _,
          ReportEvent _,
          RevisionEvent _,
          ClearanceEvent _,
          LookupEvent _,
          ConfigurationEvent _ ->
          Set.of();
    };
  }

  private Set<String> following(ImageRepository repository, Configuration configuration) {
    Set<String> keys = new LinkedHashSet<>();
    configuration.watchedImages().stream()
        .filter(watched -> watched.image().repository().equals(repository))
        .flatMap(watched -> branches.defaultOf(watched.source()).stream())
        .forEach(tracked -> keys.add(tracked.key()));
    configuration.environments().stream()
        .filter(e -> !e.writable() && branches.defaultOf(e.source()).isPresent())
        .filter(e -> e.follow().stream().anyMatch(i -> i.repository().equals(repository)))
        .forEach(e -> keys.add(Tracked.keyOf(e.source(), e.branch())));
    return keys;
  }

  private Set<String> holding(EnvironmentName name, Configuration configuration) {
    Optional<Environment> environment = configuration.environment(name);
    Set<String> keys = new LinkedHashSet<>();
    environment
        .filter(e -> branches.defaultOf(e.source()).isPresent())
        .ifPresent(e -> keys.add(Tracked.keyOf(e.source(), e.branch())));
    if (environment.isEmpty()) {
      // Somebody has to say that there is no such environment.
      branches.defaults().stream().findFirst().ifPresent(tracked -> keys.add(tracked.key()));
    }
    return keys;
  }

  private Set<String> provenFor(EnvironmentName name, Configuration configuration) {
    Set<String> keys = new LinkedHashSet<>(holding(name, configuration));
    for (Environment environment : configuration.environments()) {
      if (environment.promote() != null
          && environment.promote().from().equals(name)
          && branches.defaultOf(environment.source()).isPresent()) {
        keys.add(Tracked.keyOf(environment.source(), environment.branch()));
      }
    }
    return keys;
  }
}
