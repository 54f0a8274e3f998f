/**
 * The contract: every event as a record, its topic and key, its type and its JSON.
 *
 * <p>Owns what travels on Kafka and how it reads. Facts are in the past tense, requests end in
 * {@code Requested}. Uses Jackson and {@link dev.slipway.events.value}; no Spring, no I/O. The JSON
 * Schemas and the AsyncAPI document under {@code resources} say the same for other languages.
 */
@NullMarked
package dev.slipway.events;

import org.jspecify.annotations.NullMarked;
