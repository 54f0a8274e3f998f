/**
 * Restarts what runs a digest that has moved on: workloads by their own strategy, StatefulSets pod
 * by pod.
 */
@NullMarked
package dev.slipway.applier.restart;

import org.jspecify.annotations.NullMarked;
