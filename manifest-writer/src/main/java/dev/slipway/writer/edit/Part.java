package dev.slipway.writer.edit;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The part of an image's reference that one value holds. */
public enum Part {
  /** {@code name:tag}, {@code name@digest} or {@code name:tag@digest}. */
  REFERENCE,
  NAME,
  TAG,
  DIGEST;

  /** Reads {@code reference}, {@code name}, {@code tag}, {@code digest}. */
  public static Optional<Part> tryParse(String word) {
    return Arrays.stream(values()).filter(part -> part.toString().equals(word)).findFirst();
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
