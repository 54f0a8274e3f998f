package dev.slipway.sandbox.slack;

import java.time.Instant;
import tools.jackson.databind.JsonNode;

/**
 * A message that the Slack stand-in was sent.
 *
 * @param webhook the last part of the address that it came to, such as {@code deployments}
 * @param text the message's text; empty where it has blocks only
 * @param body everything that was sent
 */
public record SlackMessage(Instant receivedAt, String webhook, String text, JsonNode body) {}
