package dev.slipway.writer.policy;

import dev.slipway.events.value.Tag;
import java.util.List;
import java.util.Optional;

/**
 * What a policy makes of an image's tags.
 *
 * @param chosen empty where no tag fits
 * @param losses every other tag: first those that do not fit, then the older ones, newest first
 */
public record TagSelection(Optional<Tag> chosen, List<Loss> losses) {
  public TagSelection {
    losses = List.copyOf(losses);
  }

  /** A tag that was not chosen, and why, for people. */
  public record Loss(Tag tag, String reason) {}
}
