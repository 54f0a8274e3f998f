package dev.slipway.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.Credentials;
import java.io.IOException;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Which path of {@code /v2/} means what; errors leave it in the specification's form. */
final class RegistryRoutes implements HttpHandler {
  /** What serves the paths of one form: the repository's name is the first group. */
  private record Route(Pattern path, Action action) {}

  private interface Action {
    void serve(HttpExchange exchange, RepositoryName repository, Matcher path)
        throws IOException, RegistryError;
  }

  private final List<Route> routes;
  private final TagPages pages;
  private final @Nullable Credentials only;

  RegistryRoutes(
      BlobEndpoints blobs,
      ManifestEndpoints manifests,
      TagPages pages,
      @Nullable Credentials only) {
    Referrers referrers = new Referrers(manifests.manifests());
    this.pages = pages;
    this.only = only;
    this.routes =
        List.of(
            route("blobs/uploads/?", (exchange, name, path) -> blobs.begin(exchange, name)),
            route("blobs/uploads/([^/]+)", (e, name, path) -> blobs.upload(e, name, path.group(2))),
            route("blobs/([^/]+)", (e, name, path) -> blobs.blob(e, name, path.group(2))),
            route(
                "manifests/([^/]+)", (e, name, path) -> manifests.manifest(e, name, path.group(2))),
            route("referrers/([^/]+)", (e, name, path) -> referrers.list(e, name, path.group(2))),
            route("tags/list", (exchange, name, path) -> pages.tags(exchange, name)));
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    exchange.getResponseHeaders().set("Docker-Distribution-API-Version", "registry/2.0");
    try {
      authenticate(exchange);
      route(exchange, exchange.getRequestURI().getPath());
    } catch (RegistryError e) {
      Answers.json(exchange, e.status(), e.body());
    }
  }

  static RegistryError unsupported(HttpExchange exchange) {
    return new RegistryError(
        405,
        "UNSUPPORTED",
        exchange.getRequestMethod() + " is not supported on " + exchange.getRequestURI());
  }

  private void authenticate(HttpExchange exchange) throws RegistryError {
    String authorization = exchange.getRequestHeaders().getFirst("Authorization");
    if (only != null && !only.match(authorization)) {
      exchange.getResponseHeaders().set("WWW-Authenticate", "Basic realm=\"sandbox registry\"");
      throw new RegistryError(401, "UNAUTHORIZED", "wants user and password");
    }
  }

  private void route(HttpExchange exchange, String path) throws IOException, RegistryError {
    if (path.equals("/v2/") || path.equals("/v2")) {
      Answers.json(exchange, 200, "{}");
      return;
    }
    if (path.equals("/v2/_catalog")) {
      pages.repositories(exchange);
      return;
    }
    for (Route route : routes) {
      Matcher matcher = route.path().matcher(path);
      if (matcher.matches()) {
        route.action().serve(exchange, RepositoryName.parse(matcher.group(1)), matcher);
        return;
      }
    }
    throw new RegistryError(404, "NAME_UNKNOWN", "nothing is at " + path);
  }

  private static Route route(String rest, Action action) {
    return new Route(Pattern.compile("/v2/(.+)/" + rest), action);
  }
}
