package dev.slipway.sandbox.cluster.api;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.slipway.sandbox.cluster.admission.ObjectRemover;
import dev.slipway.sandbox.cluster.admission.ObjectWriter;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import dev.slipway.sandbox.cluster.schema.Schemas;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.node.ObjectNode;

/** Listens on loopback, knows its clients by one token, and finds the route of each request. */
public final class ApiServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ApiServer.class);
  private static final Set<String> HEALTH = Set.of("/readyz", "/livez", "/healthz");

  static {
    // Without it every small answer waits 40 ms for the client's acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final String token;
  private final ResourceKinds kinds;
  private final Discovery discovery;
  private final OpenApi openApi;
  private final Faults faults;
  private final AccessReviews accessReviews;
  private final ResourceRoutes routes;
  private final HttpServer server;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();

  private ApiServer(int port, String token, Parts parts) throws IOException {
    this.token = token;
    this.kinds = parts.kinds();
    this.discovery = new Discovery(kinds);
    this.openApi = new OpenApi(kinds, parts.schemas());
    this.faults = parts.faults();
    this.accessReviews = new AccessReviews(faults);
    this.routes =
        new ResourceRoutes(
            parts.store(), parts.writer(), parts.remover(), parts.logs(), parts.clock());
    this.server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    server.createContext("/", this::serve);
    server.setExecutor(threads);
    server.start();
  }

  /** What the API speaks for. */
  public record Parts(
      ObjectStore store,
      ResourceKinds kinds,
      Schemas schemas,
      ObjectWriter writer,
      ObjectRemover remover,
      PodLogs logs,
      Faults faults,
      Clock clock) {}

  /**
   * Serves until closed.
   *
   * @param port 0 for any free one
   */
  public static ApiServer start(int port, String token, Parts parts) throws IOException {
    return new ApiServer(port, token, parts);
  }

  public int port() {
    return server.getAddress().getPort();
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      ApiRequest request = new ApiRequest(exchange);
      try {
        faults.waitFor(request.path());
        answer(request);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      } catch (ApiError e) {
        refuse(request, e);
      } catch (RuntimeException e) {
        LOG.atWarn()
            .addKeyValue("method", request.method())
            .addKeyValue("path", request.path())
            .setCause(e)
            .log("simulated API server failed at a request");
        refuse(request, ApiError.of(ApiError.Reason.InternalError, e.toString()));
      }
    }
  }

  private static void refuse(ApiRequest request, ApiError error) throws IOException {
    if (error.reason() == ApiError.Reason.TooManyRequests) {
      request.exchange().getResponseHeaders().set("Retry-After", "1");
    }
    Reply.json(request, error.code(), error.status());
  }

  private void answer(ApiRequest request) throws IOException {
    String path = request.path();
    Optional<ApiError> fault = faults.next(request.method(), path);
    if (fault.isPresent()) {
      throw fault.get();
    }
    if (HEALTH.contains(path)) {
      Reply.text(request.exchange(), 200, "ok");
      return;
    }
    if (!isKnown(request)) {
      throw ApiError.of(ApiError.Reason.Unauthorized, "Unauthorized");
    }
    if (AccessReviews.handles(path) && request.body() instanceof ObjectNode review) {
      Reply.json(request, 201, accessReviews.answer(path, review));
      return;
    }
    Optional<ObjectNode> document = discovery.at(path).or(() -> openApi.at(path));
    if (document.isPresent()) {
      Reply.json(request, 200, document.get());
      return;
    }
    resource(request);
  }

  /** Over plain HTTP kubectl sends no credentials at all; only wrong ones are refused. */
  private boolean isKnown(ApiRequest request) {
    String given = request.header("Authorization");
    return given.isEmpty() || given.equals("Bearer " + token);
  }

  private void resource(ApiRequest request) throws IOException {
    Optional<ResourcePath> path = ResourcePath.parse(request.path());
    if (path.isEmpty()) {
      Reply.text(request.exchange(), 404, "404 page not found\n");
      return;
    }
    ResourcePath at = path.get();
    ResourceKind kind =
        kinds
            .resource(at.group(), at.version(), at.plural())
            .orElseThrow(ResourceRoutes::noSuchResource);
    String verb = ApiVerb.of(request, at);
    if (faults.isForbidden(verb, kind.groupResource())) {
      throw ApiError.forbidden(
          kind,
          at.name(),
          "User \"slipway\" cannot %s resource \"%s\" in API group \"%s\""
              .formatted(verb, kind.plural(), kind.group()));
    }
    routes.handle(request, kind, at);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
