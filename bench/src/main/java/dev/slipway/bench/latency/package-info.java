/** How long single pushes take, against what {@code up} runs. */
@NullMarked
package dev.slipway.bench.latency;

import org.jspecify.annotations.NullMarked;
