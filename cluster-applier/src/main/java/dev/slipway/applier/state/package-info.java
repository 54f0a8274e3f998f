/**
 * What is remembered of an environment across instances, built from the events alone, and what is
 * told of it.
 */
@NullMarked
package dev.slipway.applier.state;

import org.jspecify.annotations.NullMarked;
