package dev.slipway.messaging.kafka;

/** A topic exists with another number of partitions than configured. A retry cannot help. */
final class TopicMismatchException extends RuntimeException {
  private static final long serialVersionUID = 1;

  TopicMismatchException(String topic, int expected, int found) {
    super(
        "topic "
            + topic
            + " has "
            + found
            + " partitions, but slipway.messaging.partitions asks for "
            + expected
            + ": keys would change hands. Set it to what the topics have");
  }
}
