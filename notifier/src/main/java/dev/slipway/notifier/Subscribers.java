package dev.slipway.notifier;

import dev.slipway.events.Event;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.Subscription;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.Configuration;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Whom an event concerns. A subscription hears of its own repository only: of the environments that
 * it names, or of all of them. What concerns no environment goes to those that name none.
 */
final class Subscribers {
  private Subscribers() {}

  /** The subscriptions that ask for this event. */
  static List<Subscription> of(Event event, Configuration configuration) {
    Set<String> names = names(event);
    return covering(event, configuration).stream()
        .filter(subscription -> subscription.events().stream().anyMatch(names::contains))
        .toList();
  }

  private static Set<String> names(Event event) {
    String name = event.type().kebabName();
    return event instanceof RevisionCommitted committed
            && !committed.ours()
            && committed.again() == null
        ? Set.of(name, Subscription.FOREIGN_COMMIT)
        : Set.of(name);
  }

  /** The subscriptions about what the event is about, whichever events they ask for. */
  static List<Subscription> covering(Event event, Configuration configuration) {
    var sources = Subjects.sources(event, configuration);
    Optional<EnvironmentName> environment = Subjects.environment(event);
    return configuration.subscriptions().stream()
        .filter(subscription -> sources.contains(subscription.source()))
        .filter(subscription -> covers(subscription, environment))
        .toList();
  }

  private static boolean covers(Subscription subscription, Optional<EnvironmentName> environment) {
    return subscription.environments().isEmpty()
        || environment.map(subscription.environments()::contains).orElse(false);
  }
}
