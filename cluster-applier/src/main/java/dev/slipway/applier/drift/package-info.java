/** Finds live objects that differ from what was applied. */
@NullMarked
package dev.slipway.applier.drift;

import org.jspecify.annotations.NullMarked;
