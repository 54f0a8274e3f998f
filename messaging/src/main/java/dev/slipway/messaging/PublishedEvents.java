package dev.slipway.messaging;

import dev.slipway.events.EventEnvelope;

/**
 * Is told what this service has published, to count and to measure it. A service may have one, as a
 * bean.
 */
@FunctionalInterface
public interface PublishedEvents {
  /** The broker has the event. Called on the publishing thread: quick, and never fails. */
  void onPublished(EventEnvelope<?> event);
}
