package dev.slipway.bench.scale;

import org.jspecify.annotations.Nullable;

/** What there is once the work has begun. */
final class Begun {
  private Begun() {}

  static <T> T of(@Nullable T part) {
    if (part == null) {
      throw new IllegalStateException("the work has not begun");
    }
    return part;
  }
}
