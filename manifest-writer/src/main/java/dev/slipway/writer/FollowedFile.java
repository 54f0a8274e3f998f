package dev.slipway.writer;

import org.jspecify.annotations.Nullable;

/**
 * Which {@code slipway.yaml} is followed, by its content's id.
 *
 * @param looked the one that was last looked at
 * @param good the last one that could be followed
 */
public record FollowedFile(@Nullable String looked, @Nullable String good) {
  static final FollowedFile NONE = new FollowedFile(null, null);

  FollowedFile rejecting(String content) {
    return new FollowedFile(content, good);
  }

  FollowedFile following(String content) {
    return new FollowedFile(content, content);
  }
}
