/** Two copies of a service against one: how much of a pile of work each gets through. */
@NullMarked
package dev.slipway.bench.scale;

import org.jspecify.annotations.NullMarked;
