/**
 * Make it so: what the cluster runs.
 *
 * <p>{@link dev.slipway.applier.EnvironmentApplier} takes the newest cleared revision of an
 * environment, reads it from Git ({@link dev.slipway.applier.SourceRepository}), turns its files
 * into objects ({@link dev.slipway.applier.Renderer}), and brings a {@link
 * dev.slipway.applier.Cluster} there. Uses {@code object} and {@code rollout}, the events and the
 * messaging's interfaces; only the application, its settings and its health know Spring.
 */
@NullMarked
package dev.slipway.applier;

import org.jspecify.annotations.NullMarked;
