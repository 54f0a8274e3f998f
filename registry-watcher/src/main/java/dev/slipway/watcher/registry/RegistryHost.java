package dev.slipway.watcher.registry;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.watcher.RegistryException;
import dev.slipway.watcher.RegistryFailure;
import dev.slipway.watcher.TransientRegistryException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Semaphore;

/**
 * One registry: at most so many requests at a time, none while it asked to be left alone,
 * authorized as it wants, redirects followed.
 */
final class RegistryHost {
  private static final int REDIRECTS = 5;
  private static final int NOT_MODIFIED = 304;

  private final URI address;
  private final HttpExchanges http;
  private final Authorizations authorizations;
  private final Failures failures;
  private final InstantSource clock;
  private final Semaphore places;
  private volatile Instant leftAloneUntil = Instant.MIN;

  RegistryHost(
      URI address,
      HttpExchanges http,
      Authorizations authorizations,
      Failures failures,
      InstantSource clock,
      int requestsAtOnce) {
    this.address = address;
    this.http = http;
    this.authorizations = authorizations;
    this.failures = failures;
    this.clock = clock;
    this.places = new Semaphore(requestsAtOnce, true);
  }

  URI address() {
    return address;
  }

  /**
   * Asks for something of a repository.
   *
   * @return an answer with status 200, or a 404 that comes from the registry itself
   * @throws RegistryException otherwise
   */
  Answer ask(ImageRepository repository, String method, URI uri, String accept, int limitBytes)
      throws InterruptedException {
    return ask(repository, method, uri, Map.of("Accept", accept), limitBytes);
  }

  /** Whether what is there is what had that ETag; the body is not sent where it is. */
  boolean isUnchanged(ImageRepository repository, URI uri, String etag, int limitBytes)
      throws InterruptedException {
    Map<String, String> headers = Map.of("Accept", "application/json", "If-None-Match", etag);
    return ask(repository, "GET", uri, headers, limitBytes).status() == NOT_MODIFIED;
  }

  private Answer ask(
      ImageRepository repository,
      String method,
      URI uri,
      Map<String, String> headers,
      int limitBytes)
      throws InterruptedException {
    String what = method + " " + uri.getPath() + " of " + repository.host();
    refuseWhileLeftAlone(what);
    places.acquire();
    try {
      Answer answer = authorized(what, repository, method, uri, headers, limitBytes);
      boolean asAsked = answer.status() == NOT_MODIFIED && headers.containsKey("If-None-Match");
      boolean headWithoutBody = method.equals("HEAD") && answer.status() == 404;
      if (answer.status() == 200
          || asAsked
          || headWithoutBody
          || (answer.status() == 404 && answer.isFromRegistry())) {
        return answer;
      }
      if ((answer.status() == 401 || answer.status() == 403) && !answer.redirected()) {
        throw authorizations.refused(what, repository, answer.status());
      }
      throw remembered(failures.ofStatus(what, answer));
    } finally {
      places.release();
    }
  }

  private Answer authorized(
      String what,
      ImageRepository repository,
      String method,
      URI uri,
      Map<String, String> headers,
      int limitBytes)
      throws InterruptedException {
    Optional<String> known = authorizations.known(what, repository);
    Answer answer = follow(what, method, uri, headers, known, limitBytes);
    if (answer.status() != 401 || answer.redirected()) {
      return answer;
    }
    String met =
        authorizations.meet(what, repository, answer.headers().allValues("WWW-Authenticate"));
    return follow(what, method, uri, headers, Optional.of(met), limitBytes);
  }

  private Answer follow(
      String what,
      String method,
      URI first,
      Map<String, String> asked,
      Optional<String> authorization,
      int limitBytes)
      throws InterruptedException {
    URI uri = first;
    for (int redirects = 0; redirects <= REDIRECTS; redirects++) {
      Map<String, String> headers = new HashMap<>(asked);
      if (hasOrigin(uri, address)) {
        authorization.ifPresent(value -> headers.put("Authorization", value));
      }
      Answer answer = http.send(what, method, uri, headers, limitBytes);
      Optional<String> location = answer.header("Location");
      if (answer.status() < 300 || answer.status() > 399 || location.isEmpty()) {
        boolean elsewhere = !hasOrigin(uri, address);
        return new Answer(answer.status(), answer.headers(), answer.body(), uri, elsewhere);
      }
      uri = target(what, uri, location.get());
    }
    throw Failures.malformed(what, "more than " + REDIRECTS + " redirects");
  }

  private static URI target(String what, URI from, String location) {
    try {
      URI to = from.resolve(location);
      boolean web = "https".equals(to.getScheme()) || "http".equals(to.getScheme());
      boolean stepsDown = "https".equals(from.getScheme()) && !"https".equals(to.getScheme());
      if (web && !stepsDown && to.getHost() != null) {
        return to;
      }
    } catch (IllegalArgumentException notAnAddress) {
      // Said below.
    }
    throw Failures.malformed(what, "a redirect to no usable address");
  }

  private static boolean hasOrigin(URI uri, URI origin) {
    return uri.getScheme().equals(origin.getScheme())
        && uri.getAuthority().equalsIgnoreCase(origin.getAuthority());
  }

  private void refuseWhileLeftAlone(String what) {
    Duration rest = Duration.between(clock.instant(), leftAloneUntil);
    if (rest.isPositive()) {
      throw new TransientRegistryException(
          RegistryFailure.RATE_LIMITED,
          what + ": the registry asked to be left alone for " + rest.toSeconds() + " s more",
          rest,
          null);
    }
  }

  private RegistryException remembered(RegistryException failure) {
    if (failure instanceof TransientRegistryException temporary
        && temporary.notBefore().isPositive()) {
      leftAloneUntil = clock.instant().plus(temporary.notBefore());
    }
    return failure;
  }
}
