package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** How a version is chosen among the tags of an image: the setting, not the choosing. */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "kind")
@JsonSubTypes({
  @JsonSubTypes.Type(value = TagPolicy.Timestamp.class, name = "timestamp"),
  @JsonSubTypes.Type(value = TagPolicy.Semver.class, name = "semver"),
  @JsonSubTypes.Type(value = TagPolicy.Release.class, name = "release"),
  @JsonSubTypes.Type(value = TagPolicy.Numerical.class, name = "numerical"),
  @JsonSubTypes.Type(value = TagPolicy.Alphabetical.class, name = "alphabetical"),
  @JsonSubTypes.Type(value = TagPolicy.MovingDigest.class, name = "digest"),
  @JsonSubTypes.Type(value = TagPolicy.NewestBuild.class, name = "newest-build")
})
public sealed interface TagPolicy {

  /** Which end of an order is the newest. */
  enum Order {
    ASCENDING,
    DESCENDING
  }

  /**
   * The latest time written in the tag.
   *
   * @param pattern regular expression with a group named {@code ts}
   * @param format {@link java.time.format.DateTimeFormatter} pattern of that group; read as UTC
   */
  record Timestamp(String pattern, String format) implements TagPolicy {
    public Timestamp {
      Check.notBlank("timestamp pattern", pattern);
      Check.notBlank("timestamp format", format);
    }
  }

  /**
   * The highest semantic version in a range.
   *
   * @param range npm and Masterminds syntax; pre-releases count only where the range names one
   */
  record Semver(String range) implements TagPolicy {
    public Semver {
      Check.notBlank("semver range", range);
    }
  }

  /** Three numbers and two dots: {@code 1.0.3}, {@code 2026.06.1}. */
  record Release() implements TagPolicy {}

  record Numerical(Order order) implements TagPolicy {}

  record Alphabetical(Order order) implements TagPolicy {}

  /** One tag that moves, such as {@code latest}: each new digest is a new version. */
  record MovingDigest(Tag tag) implements TagPolicy {}

  /** The image that was created last, by its own configuration. For tags without an order. */
  record NewestBuild() implements TagPolicy {}
}
