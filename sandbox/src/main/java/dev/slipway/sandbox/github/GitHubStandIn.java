package dev.slipway.sandbox.github;

import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.http.Faults;
import dev.slipway.sandbox.http.LoopbackServer;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Stands in for GitHub's REST API of pull requests on 127.0.0.1, over the repositories of a {@link
 * GitHttpServer}: open, find, word, close, comment and merge them. A merge really merges; what is
 * merged or deleted by a push is seen at the next look. The owner in {@code /repos/OWNER/NAME} may
 * be any where the repository has none. Requests survive restarts.
 */
public final class GitHubStandIn implements AutoCloseable {
  private final LoopbackServer server;
  private final RequestRoutes routes;
  private final Faults faults;

  private GitHubStandIn(LoopbackServer server, RequestRoutes routes, Faults faults) {
    this.server = server;
    this.routes = routes;
    this.faults = faults;
  }

  /**
   * Starts to serve.
   *
   * @param file where requests are kept; made if need be
   * @param port 0 for any free one
   */
  public static GitHubStandIn start(Path file, int port, GitHttpServer git) {
    Faults faults =
        new Faults(status -> "{\"message\":\"the GitHub stand-in says " + status + "\"}");
    RequestRoutes routes = new RequestRoutes(RequestStore.open(file), git);
    LoopbackServer server = LoopbackServer.start("GitHub stand-in", port, faults.before(routes));
    routes.serveFrom(server.uri());
    return new GitHubStandIn(server, routes, faults);
  }

  public URI uri() {
    return server.uri();
  }

  /** From now on only this token is taken. */
  public void requireToken(String token) {
    routes.requireToken(token);
  }

  /** The next requests are refused with this status. */
  public void failNext(int status, int times, Duration retryAfter) {
    faults.failNext(status, times, retryAfter);
  }

  /** The latest requests, oldest first, as {@code METHOD /path?query}. */
  public List<String> requests() {
    return server.requests();
  }

  @Override
  public void close() {
    server.close();
  }
}
