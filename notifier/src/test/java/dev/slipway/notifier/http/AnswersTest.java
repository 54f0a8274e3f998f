package dev.slipway.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.notifier.SendResult;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AnswersTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");

  @ParameterizedTest
  @ValueSource(ints = {200, 201, 202, 204})
  void isDelivered(int status) {
    assertThat(result(status, null)).isInstanceOf(SendResult.Delivered.class);
  }

  @ParameterizedTest
  @ValueSource(ints = {408, 425, 429, 500, 502, 503, 504})
  void mayWorkLater(int status) {
    assertThat(result(status, null))
        .isEqualTo(new SendResult.TryAgain(Duration.ZERO, "it says " + status + " so there"));
  }

  @ParameterizedTest
  @ValueSource(ints = {301, 302, 400, 401, 403, 404, 410, 413})
  void neverWill(int status) {
    assertThat(result(status, null))
        .isEqualTo(new SendResult.Refused("it says " + status + " so there"));
  }

  @Test
  void honoursRetryAfterInSecondsAndAsADate() {
    assertThat(wait("30")).isEqualTo(Duration.ofSeconds(30));
    assertThat(wait("Fri, 20 Nov 2026 12:02:00 GMT")).isEqualTo(Duration.ofMinutes(2));
    assertThat(wait("Fri, 20 Nov 2026 11:00:00 GMT")).isEqualTo(Duration.ZERO);
    assertThat(wait("-5")).isEqualTo(Duration.ZERO);
    assertThat(wait("soon")).isEqualTo(Duration.ZERO);
  }

  private static Duration wait(String retryAfter) {
    return ((SendResult.TryAgain) result(429, retryAfter)).notBefore();
  }

  private static SendResult result(int status, @Nullable String retryAfter) {
    return Answers.result(status, "so\nthere", Optional.ofNullable(retryAfter), NOON);
  }
}
