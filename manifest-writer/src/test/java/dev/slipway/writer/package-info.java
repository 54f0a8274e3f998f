/** Tests of the writer's core on a real Git server. */
@NullMarked
package dev.slipway.writer;

import org.jspecify.annotations.NullMarked;
