/**
 * The {@code slipway} command: talks to a console over HTTP and prints what it says.
 *
 * <p>Starts in a fraction of a second, so it uses picocli, the JDK and a JSON tree, and nothing
 * else: no Spring, and none of the core's classes, so that a command and a console of two versions
 * still understand each other.
 */
@NullMarked
package dev.slipway.console.cli;

import org.jspecify.annotations.NullMarked;
