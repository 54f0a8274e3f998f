package dev.slipway.applier;

import dev.slipway.applier.rollout.RolloutMonitor.Limits;
import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * What applying stands on, beside the clusters.
 *
 * @param clock for people to read
 * @param nanoTime monotonic, for everything that is measured
 */
public record Stand(
    SourceRepository source,
    Renderer renderer,
    Clusters clusters,
    Limits limits,
    Outcomes outcomes,
    Clock clock,
    LongSupplier nanoTime) {}
