package dev.slipway.console;

import java.time.Duration;

/** Durations as people read them. */
final class Durations {
  private static final long SECOND = 1000;
  private static final long MINUTE = 60 * SECOND;
  private static final long HOUR = 60 * MINUTE;

  private Durations() {}

  /** {@code 12 ms}, {@code 1.3 s}, {@code 90 s}, {@code 4 min 20 s}, {@code 2 h 5 min}. */
  static String exact(Duration duration) {
    long millis = duration.toMillis();
    if (millis < SECOND) {
      return millis + " ms";
    }
    if (millis <= 2 * MINUTE) {
      long tenths = millis / 100;
      return tenths % 10 == 0 ? tenths / 10 + " s" : tenths / 10 + "." + tenths % 10 + " s";
    }
    if (millis < HOUR) {
      return two(duration.toMinutes(), "min", duration.toSecondsPart(), "s");
    }
    return two(duration.toHours(), "h", duration.toMinutesPart(), "min");
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return large + " " + unit + (small == 0 ? "" : " " + small + " " + smallUnit);
  }
}
