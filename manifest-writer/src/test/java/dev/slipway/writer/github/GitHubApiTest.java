package dev.slipway.writer.github;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.slipway.events.value.GitBranch;
import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.LoopbackServer;
import dev.slipway.writer.GitException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class GitHubApiTest {
  private static final Instant NOW = Instant.parse("2026-11-21T06:00:00Z");

  private volatile int status = 200;
  private volatile Map<String, String> headers = Map.of();
  private volatile String body = "[]";
  private final LoopbackServer server =
      LoopbackServer.start(
          "GitHub",
          0,
          exchange -> {
            headers.forEach(exchange.getResponseHeaders()::set);
            Answers.json(exchange, status, body);
          });
  private final GitHubPullRequests requests =
      new GitHubPullRequests(
          new GitHubApi(
              server.uri(),
              () -> "s3cret",
              Duration.ofSeconds(10),
              Clock.fixed(NOW, ZoneOffset.UTC)),
          "acme/shop",
          GitBranch.parse("main"));

  @AfterEach
  void stop() {
    server.close();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "429 | Retry-After            | 7          | -                | 7",
        "403 | Retry-After            | 90         | abuse            | 90",
        "403 | X-RateLimit-Reset      | 1795240830 | API rate limit   | 30",
        "403 | X-RateLimit-Reset      | 1795240000 | API rate limit   | 1",
        "429 | X-Other                | 1          | -                | 60",
        "403 | X-Other                | 1          | You have exceeded a secondary rate limit | 60"
      })
  void waitsAsLongAsTheHostAsks(
      int answer, String header, String value, String message, long seconds) {
    status = answer;
    headers = Map.of(header, value, "X-RateLimit-Remaining", "0");
    if (header.equals("X-Other")) {
      headers = Map.of(header, value);
    }
    body = message == null ? "" : "{\"message\":\"" + message + "\"}";

    GitException thrown = failure();

    assertThat(thrown.reason()).isEqualTo(GitException.Reason.RATE_LIMITED);
    assertThat(thrown.retryAfter()).contains(Duration.ofSeconds(seconds));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "401 | UNAUTHORIZED | Bad credentials; put a valid token into the token-file of the"
            + " writer's pull-requests",
        "403 | UNAUTHORIZED | Bad credentials; the token needs 'Pull requests: read and write' and"
            + " 'Contents: read and write' for this repository",
        "404 | NOT_FOUND | Bad credentials; there is no such repository, or the token may not see"
            + " it: check pull-requests.repository, pull-requests.api and the token's repositories",
        "502 | UNAVAILABLE | Bad credentials",
        "410 | REQUEST_REFUSED | Bad credentials"
      })
  void saysWhatToDo(int answer, GitException.Reason reason, String advice) {
    status = answer;
    body = "{\"message\":\"Bad credentials\"}";

    GitException thrown = failure();

    assertThat(thrown.reason()).isEqualTo(reason);
    assertThat(thrown)
        .hasMessage(
            "GET "
                + server.uri()
                + "/repos/acme/shop/pulls/7 was answered "
                + answer
                + ": "
                + advice);
    assertThat(thrown.retryAfter()).isEmpty();
  }

  @Test
  void saysWhyARequestIsNotTaken() {
    status = 422;
    body = "{\"message\":\"Validation Failed\",\"errors\":[{\"message\":\"No commits between\"}]}";

    GitException thrown =
        catchThrowableOfType(
            GitException.class,
            () -> {
              status = 422;
              var _ = requests.open(GitBranch.parse("slipway/a"), "t", "b");
            });

    // The list, which is asked for next, is refused here too.
    assertThat(thrown.reason()).isEqualTo(GitException.Reason.REQUEST_REFUSED);
    assertThat(thrown).hasMessageContaining("Validation Failed; No commits between");
  }

  @Test
  void neverTellsTheToken() {
    status = 401;
    body = "no JSON at all";

    assertThat(failure()).hasMessageContaining("no JSON at all").hasMessageNotContaining("s3cret");
  }

  @Test
  void triesAgainWhereNobodyAnswers() {
    URI gone = server.uri();
    server.close();
    var away = new GitHubApi(gone, () -> "s3cret", Duration.ofSeconds(2), Clock.systemUTC());

    GitException thrown = catchThrowableOfType(GitException.class, () -> away.get("/repos"));

    assertThat(thrown.reason()).isEqualTo(GitException.Reason.UNAVAILABLE);
    assertThat(thrown).hasMessageStartingWith("GET " + gone + "/repos was not answered: ");
  }

  private GitException failure() {
    return catchThrowableOfType(GitException.class, () -> requests.get(7));
  }
}
