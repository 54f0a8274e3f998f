/**
 * {@code ./slipway up} and its companions: starts the sandbox's parts in this process and every
 * service as a process of its own, and tells where all of it is.
 *
 * <p>Knows the services by their jars and settings only; uses nothing of their code.
 */
@NullMarked
package dev.slipway.sandbox.launcher;

import org.jspecify.annotations.NullMarked;
