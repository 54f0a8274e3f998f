/** When each push is seen at each stage, on one clock: in the topics, in Git, in the cluster. */
@NullMarked
package dev.slipway.bench.timeline;

import org.jspecify.annotations.NullMarked;
