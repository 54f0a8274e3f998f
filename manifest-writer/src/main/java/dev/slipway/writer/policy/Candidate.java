package dev.slipway.writer.policy;

import dev.slipway.events.value.Tag;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A tag that could be chosen.
 *
 * @param created when its image was built, by the image's own configuration; absent if not known
 */
public record Candidate(Tag tag, @Nullable Instant created) {
  public static Candidate of(Tag tag) {
    return new Candidate(tag, null);
  }
}
