/** Keeps a service small while it has nothing to do. Uses nothing of ours. */
@NullMarked
package dev.slipway.messaging.memory;

import org.jspecify.annotations.NullMarked;
