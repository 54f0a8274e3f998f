/** Asking the queue guard before the first write and before each pod, and a person's hold. */
@NullMarked
package dev.slipway.applier.clearance;

import org.jspecify.annotations.NullMarked;
