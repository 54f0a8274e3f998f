/**
 * How quick the manifest writer is: the real service, a real broker, Git over HTTP; from the event
 * that an image was published to the commit. Starts all of it itself.
 */
@NullMarked
package dev.slipway.bench.writer;

import org.jspecify.annotations.NullMarked;
