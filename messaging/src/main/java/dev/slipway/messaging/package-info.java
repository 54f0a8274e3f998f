/**
 * The one way to talk to Kafka: send, read configuration, work per key, dead-letter.
 *
 * <p>This package holds what a service sees: a service implements {@link
 * dev.slipway.messaging.KeyedService} and, where its inputs have other keys than its work, {@link
 * dev.slipway.messaging.Router}. How it is done lies in {@code kafka}. Knows no domain beyond the
 * envelope and the configuration.
 */
@NullMarked
package dev.slipway.messaging;

import org.jspecify.annotations.NullMarked;
