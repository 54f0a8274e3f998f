/** Carries a plan out, and keeps the ApplySet's parent object true before and after. */
@NullMarked
package dev.slipway.applier.write;

import org.jspecify.annotations.NullMarked;
