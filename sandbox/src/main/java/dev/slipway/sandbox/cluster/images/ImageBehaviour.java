package dev.slipway.sandbox.cluster.images;

import java.util.Locale;
import java.util.Optional;

/** How a container of an image behaves, by a word in its name or by its label. */
public enum ImageBehaviour {
  /** Starts and becomes ready. */
  HEALTHY,
  /** Can't be pulled. */
  MISSING,
  /** Ends with exit code 1 soon after its start. */
  CRASH,
  /** Runs, and its readiness probe fails. */
  NEVERREADY;

  /** The label in an image's configuration that has the same effect as the word in its name. */
  public static final String LABEL = "dev.slipway.sandbox/behaviour";

  static Optional<ImageBehaviour> named(String word) {
    for (ImageBehaviour behaviour : values()) {
      if (behaviour.word().equals(word)) {
        return Optional.of(behaviour);
      }
    }
    return Optional.empty();
  }

  /** The behaviour that an image's name or tag asks for. */
  public static ImageBehaviour ofName(String image) {
    for (ImageBehaviour behaviour : values()) {
      if (behaviour != HEALTHY && image.contains(behaviour.word())) {
        return behaviour;
      }
    }
    return HEALTHY;
  }

  private String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
