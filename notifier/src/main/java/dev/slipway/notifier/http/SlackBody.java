package dev.slipway.notifier.http;

import dev.slipway.events.EventJson;
import dev.slipway.notifier.Message;
import tools.jackson.databind.node.ObjectNode;

/** Slack's incoming webhook (docs.slack.dev, "Sending messages using incoming webhooks"). */
final class SlackBody {
  private SlackBody() {}

  static String of(Message message) {
    ObjectNode body = EventJson.mapper().createObjectNode();
    body.put("text", escaped(message.text()));
    body.put("unfurl_links", false);
    if (message.channel() != null) {
      body.put("channel", message.channel());
    }
    return body.toString();
  }

  /**
   * Slack's three control characters ("Formatting text for app surfaces"): a commit's subject must
   * not become a link or call a channel's members.
   */
  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }
}
