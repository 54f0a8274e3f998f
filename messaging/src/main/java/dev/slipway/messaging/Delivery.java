package dev.slipway.messaging;

import dev.slipway.events.EventEnvelope;

/**
 * An event as it arrived. It may arrive again, late, or before one that was sent earlier with
 * another key.
 *
 * @param topic where it lay
 * @param offset its place in that partition
 */
public record Delivery(EventEnvelope<?> envelope, String topic, int partition, long offset) {}
