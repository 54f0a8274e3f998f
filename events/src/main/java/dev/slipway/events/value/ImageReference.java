package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An image as a manifest names it: a repository with a tag, a digest, or both.
 *
 * <p>With both, the digest decides and the tag is for people.
 */
public record ImageReference(
    ImageRepository repository, @Nullable Tag tag, @Nullable Digest digest) {

  /** Reads {@code name}, {@code name:tag}, {@code name@digest} and {@code name:tag@digest}. */
  @JsonCreator
  public static ImageReference parse(String value) {
    String rest = value;
    Digest digest = null;
    int at = rest.indexOf('@');
    if (at >= 0) {
      digest = Digest.parse(rest.substring(at + 1));
      rest = rest.substring(0, at);
    }
    Tag tag = null;
    int colon = rest.lastIndexOf(':');
    if (colon > rest.lastIndexOf('/')) {
      tag = Tag.parse(rest.substring(colon + 1));
      rest = rest.substring(0, colon);
    }
    return new ImageReference(ImageRepository.parse(rest), tag, digest);
  }

  /** As {@link #parse}, or empty where the text names no image. */
  public static Optional<ImageReference> tryParse(String value) {
    try {
      return Optional.of(parse(value));
    } catch (IllegalArgumentException notAnImage) {
      return Optional.empty();
    }
  }

  @Override
  @JsonValue
  public String toString() {
    return repository + (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
