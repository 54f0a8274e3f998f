/**
 * Receivers that take an HTTP POST: Slack's incoming webhooks, and plain ones.
 *
 * <p>Implements {@link dev.slipway.notifier.Messenger}. The addresses are secrets: they are read
 * from files at each sending and appear in no message, log line or exception.
 */
@NullMarked
package dev.slipway.notifier.http;

import org.jspecify.annotations.NullMarked;
