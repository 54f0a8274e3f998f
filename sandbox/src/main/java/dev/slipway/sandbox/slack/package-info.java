/**
 * A stand-in for Slack: takes what incoming webhooks are sent, keeps it and shows it.
 *
 * <p>Uses the JDK, Jackson and {@code sandbox.http}.
 */
@NullMarked
package dev.slipway.sandbox.slack;

import org.jspecify.annotations.NullMarked;
