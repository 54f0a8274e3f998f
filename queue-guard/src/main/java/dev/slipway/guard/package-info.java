/**
 * When: whether an environment may change now.
 *
 * <p>Owns holds, approvals, proofs and the reading of queues. {@link
 * dev.slipway.guard.EnvironmentGate} notes what arrives and converges, {@code Gate} decides, and
 * {@link dev.slipway.guard.QueueReader} is the port to the queues. Plain Java, {@code events} and
 * {@code messaging}; Spring only in the application, its configuration and its settings.
 */
@NullMarked
package dev.slipway.guard;

import org.jspecify.annotations.NullMarked;
