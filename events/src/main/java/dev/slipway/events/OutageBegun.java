package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.Sequence;
import java.time.Instant;

/**
 * A place outside does not answer the applier: a cluster, a Git repository, a registry of charts.
 * It is tried again for as long as it takes. Told once, after some seconds, by whatever waits for
 * it; where nothing waits, by one environment for all.
 *
 * @param sequence the revision that waits, or else the one that is kept
 * @param place in words, the same in each event about it: {@code cluster eu}
 * @param reason the token in logs, metrics and runbooks: {@code CLUSTER_UNAVAILABLE}
 * @param since when it was first asked in vain
 * @param problem how it does not answer, for people: {@code connection refused}
 * @param waits whether the revision waits; else it runs and is not looked after
 */
public record OutageBegun(
    EnvironmentName environment,
    Sequence sequence,
    String place,
    String reason,
    Instant since,
    String problem,
    boolean waits)
    implements RolloutEvent {}
