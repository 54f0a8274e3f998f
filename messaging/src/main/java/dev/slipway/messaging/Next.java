package dev.slipway.messaging;

import java.time.Duration;

/** When a worker is to be called again. News always calls it earlier. */
public sealed interface Next {

  /** When something changes. */
  record WhenChanged() implements Next {}

  /** When something changes, and at the latest after this time. */
  record After(Duration delay) implements Next {
    public After {
      if (delay.isNegative()) {
        throw new IllegalArgumentException("delay must not be negative, but is " + delay);
      }
    }
  }

  static Next whenChanged() {
    return new WhenChanged();
  }

  static Next after(Duration delay) {
    return new After(delay);
  }
}
