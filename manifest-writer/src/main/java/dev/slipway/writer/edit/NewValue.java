package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageReference;

/** What a target holds from now on. */
public sealed interface NewValue {

  /**
   * The part of this image that the target asks for. Where the file spells the same repository in
   * another way ({@code nginx} for {@code docker.io/library/nginx}), its spelling stays.
   */
  record OfImage(ImageReference image) implements NewValue {}

  /** These very characters. */
  record Text(String text) implements NewValue {
    public Text {
      if (text.isEmpty() || text.chars().anyMatch(Character::isISOControl)) {
        throw new IllegalArgumentException(
            "new value must be one line of printable text, but is '" + text + "'");
      }
    }
  }
}
