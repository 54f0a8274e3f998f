package dev.slipway.messaging;

import dev.slipway.events.EventEnvelope;
import java.util.Set;

/**
 * Says which of a service's keys an event concerns, where its inputs are keyed by something else
 * (the writer: events of repositories and environments, work per Git branch). The event is then
 * forwarded, as it is, to the service's work topic under those keys.
 */
@FunctionalInterface
public interface Router {

  /** The keys; empty where the event concerns none. Quick, pure but for the configuration. */
  Set<String> keysOf(EventEnvelope<?> event, Configuration configuration);
}
