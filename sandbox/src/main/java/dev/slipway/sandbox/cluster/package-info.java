/**
 * A simulated cluster: as much of the Kubernetes API over HTTP as Slipway's applier needs and
 * {@code kubectl get} and {@code describe} show, with rollouts that progress and can fail.
 *
 * <p>Says in its version, its node and its logs that it is simulated. Uses its own sub-packages
 * only.
 */
@NullMarked
package dev.slipway.sandbox.cluster;

import org.jspecify.annotations.NullMarked;
