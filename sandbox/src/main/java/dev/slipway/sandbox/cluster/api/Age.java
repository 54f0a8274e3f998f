package dev.slipway.sandbox.cluster.api;

import java.time.Duration;
import java.time.Instant;

/** How long ago, as short as kubectl says it: {@code 42s}, {@code 3m12s}, {@code 5d3h}. */
final class Age {
  private Age() {}

  static String of(Instant since, Instant now) {
    return of(Duration.between(since, now));
  }

  static String of(Duration duration) {
    Duration d = duration.isNegative() ? Duration.ZERO : duration;
    long seconds = d.toSeconds();
    long minutes = d.toMinutes();
    long hours = d.toHours();
    if (seconds < 120) {
      return seconds + "s";
    } else if (minutes < 10) {
      return two(minutes, "m", seconds % 60, "s");
    } else if (hours < 3) {
      return minutes + "m";
    } else if (hours < 8) {
      return two(hours, "h", minutes % 60, "m");
    } else if (hours < 48) {
      return hours + "h";
    } else if (hours < 192) {
      return two(hours / 24, "d", hours % 24, "h");
    }
    return hours / 24 + "d";
  }

  private static String two(long large, String unit, long small, String smallUnit) {
    return small == 0 ? large + unit : large + unit + small + smallUnit;
  }
}
