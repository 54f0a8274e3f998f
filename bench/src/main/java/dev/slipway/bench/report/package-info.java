/** Distributions and tables, for people and as JSON. */
@NullMarked
package dev.slipway.bench.report;

import org.jspecify.annotations.NullMarked;
