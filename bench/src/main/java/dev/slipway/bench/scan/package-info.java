/** What it costs to know every tag of many repositories. */
@NullMarked
package dev.slipway.bench.scan;

import org.jspecify.annotations.NullMarked;
