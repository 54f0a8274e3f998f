package dev.slipway.writer.github;

import dev.slipway.writer.GitException;
import dev.slipway.writer.GitException.Reason;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * GitHub's REST API with one token.
 *
 * <p>Throws {@link GitException}: {@code RATE_LIMITED} with the time that GitHub asks for
 * (docs.github.com/rest/using-the-rest-api/rate-limits-for-the-rest-api), {@code UNAVAILABLE} for
 * its own errors and broken connections, {@code UNAUTHORIZED} and {@code NOT_FOUND} where somebody
 * must mend the token or the settings.
 */
public final class GitHubApi {
  private static final JsonMapper JSON = JsonMapper.shared();
  private static final Duration SECONDARY_LIMIT = Duration.ofMinutes(1);
  private static final int LONGEST_REASON = 300;

  /** What it answered. */
  record Answer(int status, JsonNode body) {}

  private final URI address;
  private final Supplier<String> token;
  private final Duration timeout;
  private final Clock clock;
  private final HttpClient client;

  /**
   * An API.
   *
   * @param address {@code https://api.github.com}, or {@code https://HOST/api/v3} of GitHub
   *     Enterprise
   * @param token read anew each time, so that a rotated one is taken; never logged
   * @param timeout of each call
   */
  public GitHubApi(URI address, Supplier<String> token, Duration timeout, Clock clock) {
    this.address = address;
    this.token = token;
    this.timeout = timeout;
    this.clock = clock;
    this.client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(timeout)
            .followRedirects(HttpClient.Redirect.NEVER)
            .build();
  }

  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }

  JsonNode get(String path) {
    return send("GET", path, null, 0).body();
  }

  Answer send(String method, String path, Map<String, Object> body) {
    return send(method, path, body, 0);
  }

  /** As above, where that status too is an answer. */
  Answer send(String method, String path, @Nullable Map<String, Object> body, int alsoGood) {
    String attempt = method + " " + address + path.replaceAll("\\?.*", "");
    HttpRequest.BodyPublisher content =
        body == null
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body));
    HttpRequest request =
        HttpRequest.newBuilder(URI.create(address + path))
            .timeout(timeout)
            .header("Authorization", "Bearer " + token.get())
            .header("Accept", "application/vnd.github+json")
            .header("X-GitHub-Api-Version", "2022-11-28")
            .header("User-Agent", "slipway")
            .header("Content-Type", "application/json")
            .method(method, content)
            .build();
    HttpResponse<String> response;
    try {
      response = client.send(request, HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new GitException(
          Reason.UNAVAILABLE, attempt + " was not answered: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new GitException(Reason.UNAVAILABLE, attempt + " was interrupted", e);
    }
    int status = response.statusCode();
    JsonNode answer = read(response.body());
    if ((status >= 200 && status < 300) || status == alsoGood) {
      return new Answer(status, answer);
    }
    throw failure(attempt, response, answer);
  }

  private GitException failure(String attempt, HttpResponse<String> response, JsonNode answer) {
    int status = response.statusCode();
    String said = attempt + " was answered " + status + ": " + reason(answer);
    Optional<Duration> wait = limit(response, answer);
    if (wait.isPresent()) {
      return new GitException(Reason.RATE_LIMITED, said, wait.get());
    }
    return switch (status) {
      case 401 ->
          new GitException(
              Reason.UNAUTHORIZED,
              said + "; put a valid token into the token-file of the writer's pull-requests");
      case 403 ->
          new GitException(
              Reason.UNAUTHORIZED,
              said
                  + "; the token needs 'Pull requests: read and write' and 'Contents: read and"
                  + " write' for this repository");
      case 404 ->
          new GitException(
              Reason.NOT_FOUND,
              said
                  + "; there is no such repository, or the token may not see it: check"
                  + " pull-requests.repository, pull-requests.api and the token's repositories");
      default ->
          new GitException(status >= 500 ? Reason.UNAVAILABLE : Reason.REQUEST_REFUSED, said);
    };
  }

  /** How long to wait, where it is for that that GitHub refuses. */
  private Optional<Duration> limit(HttpResponse<String> response, JsonNode answer) {
    int status = response.statusCode();
    if (status != 403 && status != 429) {
      return Optional.empty();
    }
    Optional<Duration> said =
        header(response, "Retry-After")
            .map(Duration::ofSeconds)
            .or(
                () ->
                    header(response, "X-RateLimit-Remaining")
                        .filter(remaining -> remaining == 0)
                        .flatMap(_ -> header(response, "X-RateLimit-Reset"))
                        .map(
                            reset ->
                                Duration.between(clock.instant(), Instant.ofEpochSecond(reset)))
                        .map(wait -> wait.isNegative() ? Duration.ofSeconds(1) : wait));
    boolean secondary = reason(answer).contains("secondary rate limit");
    return said.or(
        () -> status == 429 || secondary ? Optional.of(SECONDARY_LIMIT) : Optional.empty());
  }

  private static Optional<Long> header(HttpResponse<String> response, String name) {
    return response
        .headers()
        .firstValue(name)
        .filter(value -> value.matches("\\d{1,12}"))
        .map(Long::parseLong);
  }

  private static JsonNode read(String body) {
    try {
      return body.isBlank() ? JSON.createObjectNode() : JSON.readTree(body);
    } catch (JacksonException noJson) {
      return JSON.createObjectNode().put("message", body);
    }
  }

  /** GitHub's own words, on one line. */
  static String reason(JsonNode answer) {
    StringBuilder reason = new StringBuilder(answer.path("message").asString("no reason"));
    for (JsonNode error : answer.path("errors")) {
      String message = error.isString() ? error.asString() : error.path("message").asString("");
      if (!message.isEmpty()) {
        reason.append("; ").append(message);
      }
    }
    String line = reason.toString().replaceAll("\\s+", " ");
    return line.length() <= LONGEST_REASON ? line : line.substring(0, LONGEST_REASON) + "...";
  }
}
