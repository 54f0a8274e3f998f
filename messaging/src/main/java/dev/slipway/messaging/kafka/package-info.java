/**
 * How messaging is done: Kafka's clients, spring-kafka's listener containers, and Spring Boot's
 * auto-configuration that wires them.
 *
 * <p>Owns the wire format ({@link dev.slipway.messaging.kafka.CloudEventCodec}), the topics, who
 * holds which partition, the state behind each key and the thread that works on it. Nothing outside
 * uses this package: a service sees {@link dev.slipway.messaging} alone.
 */
@NullMarked
package dev.slipway.messaging.kafka;

import org.jspecify.annotations.NullMarked;
