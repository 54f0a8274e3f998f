package dev.slipway.notifier.http;

import dev.slipway.notifier.Message;

/** What a receiver understands. */
public enum ReceiverType {
  /** Slack's incoming webhook, or a server that takes the same. */
  SLACK {
    @Override
    String body(Message message) {
      return SlackBody.of(message);
    }
  },
  /** A program that takes JSON with the text and the event itself. */
  WEBHOOK {
    @Override
    String body(Message message) {
      return WebhookBody.of(message);
    }
  };

  abstract String body(Message message);
}
