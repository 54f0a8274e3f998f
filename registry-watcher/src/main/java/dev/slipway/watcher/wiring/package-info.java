/** Puts core and adapters together from the service's settings; the only place that knows all. */
@NullMarked
package dev.slipway.watcher.wiring;

import org.jspecify.annotations.NullMarked;
