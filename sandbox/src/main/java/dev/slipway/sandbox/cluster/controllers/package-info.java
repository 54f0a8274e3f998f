/**
 * What makes the simulated cluster move: one thread that brings workloads, pods and namespaces to
 * what is desired, in small visible steps.
 *
 * <p>Uses {@code admission}, {@code objects} and {@code images}. Controllers hold no state that the
 * objects do not, except how far each pod has come.
 */
@NullMarked
package dev.slipway.sandbox.cluster.controllers;

import org.jspecify.annotations.NullMarked;
