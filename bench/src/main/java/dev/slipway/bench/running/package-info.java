/** What {@code up} runs: its addresses, its processes, its events, its cluster. */
@NullMarked
package dev.slipway.bench.running;

import org.jspecify.annotations.NullMarked;
