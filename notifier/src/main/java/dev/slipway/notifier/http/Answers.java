package dev.slipway.notifier.http;

import dev.slipway.notifier.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;

/** What a status means for a message (RFC 9110). */
final class Answers {
  private static final int REQUEST_TIMEOUT = 408;
  private static final int TOO_EARLY = 425;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int SUCCESS = 2;
  private static final int SERVER_ERROR = 5;

  private Answers() {}

  static SendResult result(int status, String said, Optional<String> retryAfter, Instant now) {
    String answer = status + (said.isEmpty() ? "" : " " + said.replaceAll("\\s+", " "));
    int family = status / 100;
    if (family == SUCCESS) {
      return new SendResult.Delivered(answer);
    }
    boolean later =
        family == SERVER_ERROR
            || status == REQUEST_TIMEOUT
            || status == TOO_EARLY
            || status == TOO_MANY_REQUESTS;
    return later
        ? new SendResult.TryAgain(
            retryAfter.map(value -> wait(value, now)).orElse(Duration.ZERO), "it says " + answer)
        : new SendResult.Refused("it says " + answer);
  }

  /** Seconds, or a date (RFC 9110, section 10.2.3). What is neither asks for nothing. */
  private static Duration wait(String retryAfter, Instant now) {
    try {
      return Duration.ofSeconds(Math.max(0, Long.parseLong(retryAfter.strip())));
    } catch (NumberFormatException notSeconds) {
      return until(retryAfter.strip(), now);
    }
  }

  private static Duration until(String date, Instant now) {
    try {
      Instant then = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return then.isAfter(now) ? Duration.between(now, then) : Duration.ZERO;
    } catch (DateTimeParseException notADate) {
      return Duration.ZERO;
    }
  }
}
