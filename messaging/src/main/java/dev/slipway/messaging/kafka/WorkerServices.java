package dev.slipway.messaging.kafka;

import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.KeyedService;
import java.util.concurrent.atomic.AtomicLong;

/**
 * What every worker of a service shares.
 *
 * @param configurationChanges how often the configuration has changed
 */
record WorkerServices<S extends Record>(
    KeyedService<S> service,
    EventPublisher publisher,
    Configuration configuration,
    AtomicLong configurationChanges,
    StateStore store,
    Sender sender,
    Backoff backoff,
    OutageLog outages,
    Meters meters) {}
