package dev.slipway.notifier;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.Subscription;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Router;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Shares events out to their receivers. What is older than a bound is left out: a notifier that
 * starts for the first time must not tell the story of three months.
 */
final class ReceiverRouter implements Router {
  private final Clock clock;
  private final Duration oldest;
  private final Outcomes outcomes;

  ReceiverRouter(Clock clock, Duration oldest, Outcomes outcomes) {
    this.clock = clock;
    this.oldest = oldest;
    this.outcomes = outcomes;
  }

  @Override
  public Set<String> keysOf(EventEnvelope<?> event, Configuration configuration) {
    Set<String> receivers = receivers(event.event(), configuration);
    boolean tooOld = event.time().isBefore(clock.instant().minus(oldest));
    if (tooOld && !receivers.isEmpty()) {
      outcomes.count("dropped", "too-old");
    }
    return tooOld ? Set.of() : receivers;
  }

  /** Those who asked for it, and those whom it helps to say later what changed. */
  private static Set<String> receivers(Event event, Configuration configuration) {
    List<Subscription> subscriptions =
        Glimpse.learnsFrom(event)
            ? Subscribers.covering(event, configuration)
            : Subscribers.of(event, configuration);
    return subscriptions.stream().map(Subscription::receiver).collect(Collectors.toSet());
  }
}
