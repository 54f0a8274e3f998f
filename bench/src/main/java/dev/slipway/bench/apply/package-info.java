/** The cluster applier alone: from a cleared revision to what the cluster holds. */
@NullMarked
package dev.slipway.bench.apply;

import org.jspecify.annotations.NullMarked;
