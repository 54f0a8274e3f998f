package dev.slipway.messaging;

import dev.slipway.events.EventType;
import org.jspecify.annotations.Nullable;

/**
 * A record that is no event, already among the dead letters.
 *
 * @param key the record's key; a record without one is dead-lettered and no more
 * @param type what it claimed to be, where that is a type we know
 * @param problem why it cannot be read, without its contents
 */
public record UnreadableDelivery(
    String topic, String key, @Nullable EventType type, String problem) {}
