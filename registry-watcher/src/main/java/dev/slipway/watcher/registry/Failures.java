package dev.slipway.watcher.registry;

import dev.slipway.watcher.PermanentRegistryException;
import dev.slipway.watcher.RegistryException;
import dev.slipway.watcher.RegistryFailure;
import dev.slipway.watcher.TransientRegistryException;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** Translates what goes wrong between us and a registry; nobody else here makes exceptions. */
final class Failures {
  /** A registry that asks for more is asked again all the same. */
  private static final Duration LONGEST_PAUSE = Duration.ofHours(1);

  private final InstantSource clock;

  Failures(InstantSource clock) {
    this.clock = clock;
  }

  /** What an answer with this status means, where it was expected to be a success. */
  RegistryException ofStatus(String what, Answer answer) {
    int status = answer.status();
    String message = what + ": the registry answered " + status;
    Duration pause = retryAfter(answer);
    return switch (status) {
      case 401, 403 ->
          unauthorized(
              what,
              answer.uri().getHost() + " answered " + status,
              "that is no matter of the registry's user, but of who runs that server",
              null);
      case 404 ->
          answer.isFromRegistry()
              ? permanent(
                  RegistryFailure.REPOSITORY_ABSENT, message + "; push to it, or correct its name")
              : new TransientRegistryException(
                  RegistryFailure.UNAVAILABLE,
                  message + ", but not as registries do: is there a proxy before it?",
                  pause,
                  null);
      case 429 ->
          new TransientRegistryException(RegistryFailure.RATE_LIMITED, message, pause, null);
      case 408, 502, 503, 504 ->
          new TransientRegistryException(RegistryFailure.UNAVAILABLE, message, pause, null);
      default -> {
        if (status >= 500) {
          yield new TransientRegistryException(RegistryFailure.SERVER_ERROR, message, pause, null);
        }
        yield permanent(
            status >= 400 ? RegistryFailure.REFUSED : RegistryFailure.MALFORMED, message);
      }
    };
  }

  static RegistryException unauthorized(
      String what, String why, String remedy, @Nullable Throwable cause) {
    return new PermanentRegistryException(
        RegistryFailure.UNAUTHORIZED, what + ": " + why + "; " + remedy, cause);
  }

  static RegistryException permanent(RegistryFailure reason, String message) {
    return new PermanentRegistryException(reason, message, null);
  }

  static RegistryException malformed(String what, String why) {
    return permanent(RegistryFailure.MALFORMED, what + ": " + why);
  }

  static RegistryException ofConnection(String what, Throwable cause) {
    if (cause instanceof LimitedBody.TooLongException) {
      return new PermanentRegistryException(
          RegistryFailure.TOO_LARGE, what + ": " + cause.getMessage(), cause);
    }
    String kind =
        cause instanceof IOException && cause.getMessage() != null
            ? cause.getMessage()
            : cause.getClass().getSimpleName();
    return new TransientRegistryException(
        RegistryFailure.UNAVAILABLE, what + ": " + kind, Duration.ZERO, cause);
  }

  /** {@code Retry-After}, in seconds or as a date (RFC 9110, section 10.2.3). */
  private Duration retryAfter(Answer answer) {
    Duration asked = answer.header("Retry-After").map(this::parse).orElse(Duration.ZERO);
    if (asked.isNegative()) {
      return Duration.ZERO;
    }
    return asked.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : asked;
  }

  private Duration parse(String value) {
    try {
      if (value.strip().chars().allMatch(Character::isDigit)) {
        return Duration.ofSeconds(Long.parseLong(value.strip()));
      }
      Instant until =
          ZonedDateTime.parse(value.strip(), DateTimeFormatter.RFC_1123_DATE_TIME).toInstant();
      return Duration.between(clock.instant(), until);
    } catch (DateTimeParseException | NumberFormatException unreadable) {
      return Duration.ZERO;
    }
  }
}
