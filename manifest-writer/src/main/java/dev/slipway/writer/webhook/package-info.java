/**
 * Git hosts tell of pushes here. Checks who says so, and asks the branch's worker to look: what the
 * push held is read from Git, never from the webhook.
 */
@NullMarked
package dev.slipway.writer.webhook;

import org.jspecify.annotations.NullMarked;
