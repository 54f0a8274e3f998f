/**
 * What the writer would do, for people to try before they trust: the same code on local files, with
 * no service running.
 *
 * <p>Reads and prints; decides nothing of its own.
 */
@NullMarked
package dev.slipway.writer.offline;

import org.jspecify.annotations.NullMarked;
