/**
 * Whether workloads are rolled out, on the way, or failed and why: pure functions of what the
 * cluster shows. Uses {@code object} and the events' values.
 */
@NullMarked
package dev.slipway.applier.rollout;

import org.jspecify.annotations.NullMarked;
