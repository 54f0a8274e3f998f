/**
 * The words that every service shares: image repositories, tags, digests, environments, revisions.
 *
 * <p>Each checks itself when it is made; {@code parse} and {@code toString} agree. Uses nothing but
 * the JDK and Jackson's annotations.
 */
@NullMarked
package dev.slipway.events.value;

import org.jspecify.annotations.NullMarked;
