/**
 * Kubernetes objects as values: what they say, in which order they are applied, how two differ, and
 * which environment they belong to. Uses the events' values and the JDK only.
 */
@NullMarked
package dev.slipway.applier.object;

import org.jspecify.annotations.NullMarked;
