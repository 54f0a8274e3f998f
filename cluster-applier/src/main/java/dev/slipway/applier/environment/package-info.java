/**
 * One environment's work, from a cleared revision to its end: {@link
 * dev.slipway.applier.environment.EnvironmentApplier} is the worker, an {@link
 * dev.slipway.applier.environment.Attempt} one revision under way, {@link
 * dev.slipway.applier.environment.DriftKeeper} what is done between two of them, {@link
 * dev.slipway.applier.environment.Answers} what people ask meanwhile.
 */
@NullMarked
package dev.slipway.applier.environment;

import org.jspecify.annotations.NullMarked;
