/** What the writer counts and measures, by what it has published. */
@NullMarked
package dev.slipway.writer.metrics;

import org.jspecify.annotations.NullMarked;
