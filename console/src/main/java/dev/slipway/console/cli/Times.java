package dev.slipway.console.cli;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.temporal.ChronoField;

/** Times in the reader's own zone. Written by hand: a formatter costs a tenth of a second. */
final class Times {
  private Times() {}

  /** {@code 14:02}; with the date where that is not today's. */
  static String minute(String instant) {
    LocalDateTime time = local(instant);
    return day(time) + two(time.getHour()) + ":" + two(time.getMinute());
  }

  /** {@code 14:02:33}; with the date where that is not today's. */
  static String second(String instant) {
    LocalDateTime time = local(instant);
    return minute(instant) + ":" + two(time.getSecond());
  }

  /** {@code 14:02:33.120}; with the date where that is not today's. */
  static String milli(String instant) {
    int millis = local(instant).get(ChronoField.MILLI_OF_SECOND);
    return second(instant) + "." + (millis < 100 ? "0" : "") + two(millis);
  }

  /** {@code +120 ms}, {@code +1.3 s}, {@code +4 min 20 s}. */
  static String delta(String isoDuration) {
    long millis = Duration.parse(isoDuration).toMillis();
    if (millis < 1_000) {
      return "+" + millis + " ms";
    }
    if (millis < 60_000) {
      return "+" + millis / 1_000 + "." + millis % 1_000 / 100 + " s";
    }
    if (millis < 3_600_000) {
      return "+" + millis / 60_000 + " min " + millis % 60_000 / 1_000 + " s";
    }
    return "+" + millis / 3_600_000 + " h " + millis % 3_600_000 / 60_000 + " min";
  }

  private static String day(LocalDateTime time) {
    boolean today =
        time.toLocalDate().equals(LocalDateTime.now(ZoneId.systemDefault()).toLocalDate());
    return today ? "" : time.toLocalDate() + " ";
  }

  private static LocalDateTime local(String instant) {
    return LocalDateTime.ofInstant(Instant.parse(instant), ZoneId.systemDefault());
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : Integer.toString(number);
  }
}
