package dev.slipway.notifier.http;

import dev.slipway.events.EventJson;
import dev.slipway.notifier.Message;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code {text, id, type, time, correlation, channel?, event?}}: the text for people, and the event
 * as it is on Kafka.
 */
final class WebhookBody {
  private WebhookBody() {}

  static String of(Message message) {
    ObjectNode body = EventJson.mapper().createObjectNode();
    body.put("text", message.text());
    body.put("id", message.event().toString());
    body.put("type", message.type());
    body.put("time", message.at().toString());
    body.put("correlation", message.correlation().toString());
    if (message.channel() != null) {
      body.put("channel", message.channel());
    }
    if (message.data() != null) {
      body.set("event", EventJson.mapper().readTree(message.data()));
    }
    return body.toString();
  }
}
