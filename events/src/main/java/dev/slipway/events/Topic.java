package dev.slipway.events;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The public topics, one per stage (design, section 3).
 *
 * <p>All but {@link #CONFIG} have the same number of partitions, so that the events of one
 * environment, or of one repository, lie in partitions of one number.
 */
public enum Topic {
  CONFIG("slipway.config", null),
  IMAGES("slipway.images", Duration.ofDays(30)),
  LOOKUPS("slipway.lookups", Duration.ofDays(7)),
  REQUESTS("slipway.requests", Duration.ofDays(90)),
  REVISIONS("slipway.revisions", Duration.ofDays(90)),
  CLEARANCES("slipway.clearances", Duration.ofDays(90)),
  ROLLOUTS("slipway.rollouts", Duration.ofDays(90));

  private final String topicName;
  private final @Nullable Duration retention;

  Topic(String topicName, @Nullable Duration retention) {
    this.topicName = topicName;
    this.retention = retention;
  }

  /** The name on the broker. */
  public String topicName() {
    return topicName;
  }

  /** How long events are kept; empty where the topic is compacted and keeps the last per key. */
  public Optional<Duration> retention() {
    return Optional.ofNullable(retention);
  }
}
