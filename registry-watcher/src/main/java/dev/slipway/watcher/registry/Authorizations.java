package dev.slipway.watcher.registry;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.watcher.RegistryException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * How one registry is convinced: basic authentication, or a token per repository that a token
 * server gives out (distribution's {@code spec/auth/token.md}). Tokens are kept until they expire.
 */
final class Authorizations {
  private static final int TOKEN_LIMIT_BYTES = 256 * 1024;
  private static final Duration DEFAULT_LIFE = Duration.ofSeconds(60);
  private static final Duration LONGEST_LIFE = Duration.ofDays(1);

  /** A token is renewed when a tenth of its life is left: it has to last for the request. */
  private static final int USED_TENTHS = 9;

  private record Token(String header, Instant expires) {}

  private final URI registry;
  private final @Nullable Credentials credentials;
  private final HttpExchanges http;
  private final Failures failures;
  private final InstantSource clock;
  private final Map<ImageRepository, Token> tokens = new ConcurrentHashMap<>();
  private volatile boolean basicIsWanted;

  Authorizations(
      URI registry,
      @Nullable Credentials credentials,
      HttpExchanges http,
      Failures failures,
      InstantSource clock) {
    this.registry = registry;
    this.credentials = credentials;
    this.http = http;
    this.failures = failures;
    this.clock = clock;
  }

  /** What the registry took the last time; empty where it never asked, or the token is old. */
  Optional<String> known(String what, ImageRepository repository) {
    Token token = tokens.get(repository);
    if (token != null && clock.instant().isBefore(token.expires())) {
      return Optional.of(token.header());
    }
    return basicIsWanted && credentials != null
        ? Optional.of(basic(what, repository, credentials))
        : Optional.empty();
  }

  /**
   * Meets the challenge of a 401.
   *
   * @throws RegistryException where that is not possible
   */
  String meet(String what, ImageRepository repository, List<String> challenges)
      throws InterruptedException {
    tokens.remove(repository);
    Challenge challenge =
        Challenge.best(challenges)
            .orElseThrow(
                () ->
                    unauthorized(
                        what, repository, "it asks for no scheme that is known here", null));
    if (challenge.scheme().equals("bearer")) {
      Token token = fetch(what, repository, challenge);
      tokens.put(repository, token);
      return token.header();
    }
    if (credentials == null) {
      throw unauthorized(what, repository, "it asks for a user, and none is configured", null);
    }
    basicIsWanted = true;
    return basic(what, repository, credentials);
  }

  /**
   * The registry took what it was sent for no reason to answer. It is convinced anew the next time:
   * what is configured may be another user's by then.
   */
  RegistryException refused(String what, ImageRepository repository, int status) {
    tokens.remove(repository);
    return unauthorized(what, repository, "the registry answered " + status, null);
  }

  private RegistryException unauthorized(
      String what, ImageRepository repository, String why, @Nullable Throwable cause) {
    return Failures.unauthorized(what, why, remedy(repository), cause);
  }

  private String remedy(ImageRepository repository) {
    return credentials == null
        ? "set username and password-file for host "
            + repository.host()
            + " under slipway.watcher.registries, of a user who may pull "
            + repository.path()
        : "let the user "
            + credentials.username()
            + " pull "
            + repository.path()
            + ", or put the right password into "
            + credentials.passwordFile()
            + ", which is read anew";
  }

  private Token fetch(String what, ImageRepository repository, Challenge challenge)
      throws InterruptedException {
    URI uri = tokenAddress(what, repository, challenge);
    Map<String, String> headers =
        credentials == null
            ? Map.of()
            : Map.of("Authorization", basic(what, repository, credentials));
    String asking = what + ", token from " + uri.getHost();
    Answer answer = http.send(asking, "GET", uri, headers, TOKEN_LIMIT_BYTES);
    if (answer.status() != 200) {
      throw switch (answer.status()) {
        case 400, 401, 403, 404 ->
            unauthorized(asking, repository, "it answered " + answer.status(), null);
        default -> failures.ofStatus(asking, answer);
      };
    }
    JsonNode json = Json.read(answer.body());
    String token = Json.text(json, "token");
    String value = token.isEmpty() ? Json.text(json, "access_token") : token;
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw Failures.malformed(asking, "the answer holds no token");
    }
    return new Token("Bearer " + value, clock.instant().plus(life(json)));
  }

  private static Duration life(JsonNode json) {
    JsonNode seconds = json.path("expires_in");
    Duration life =
        seconds.isIntegralNumber() && seconds.canConvertToInt() && seconds.intValue() > 0
            ? Duration.ofSeconds(seconds.intValue())
            : DEFAULT_LIFE;
    Duration bounded = life.compareTo(LONGEST_LIFE) > 0 ? LONGEST_LIFE : life;
    return bounded.multipliedBy(USED_TENTHS).dividedBy(10);
  }

  private URI tokenAddress(String what, ImageRepository repository, Challenge challenge) {
    String realm = challenge.parameter("realm").orElse("");
    String scope = challenge.parameter("scope").orElse("repository:" + repository.path() + ":pull");
    StringBuilder address = new StringBuilder(realm);
    address.append(realm.contains("?") ? '&' : '?').append("scope=").append(encoded(scope));
    challenge
        .parameter("service")
        .ifPresent(service -> address.append("&service=").append(encoded(service)));
    try {
      URI uri = URI.create(address.toString());
      boolean safe = "https".equals(uri.getScheme()) || "http".equals(registry.getScheme());
      if (uri.getHost() != null && safe) {
        return uri;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said below, together with the other ways in which it can be wrong.
    }
    throw Failures.malformed(what, "it asks for a token from no usable https address");
  }

  private String basic(String what, ImageRepository repository, Credentials credentials) {
    try {
      return credentials.basic();
    } catch (UncheckedIOException e) {
      throw unauthorized(what, repository, String.valueOf(e.getMessage()), e);
    }
  }

  private static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
