package dev.slipway.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Credentials;
import dev.slipway.sandbox.http.Faults;
import dev.slipway.sandbox.http.LoopbackServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A container registry on 127.0.0.1 that speaks the OCI distribution specification over plain HTTP.
 *
 * <p>What is pushed lies in the directory before the push is answered and survives restarts. Every
 * push of a tag is told to the receivers of {@link #notifyTo} in the form of Docker's distribution.
 */
public final class SandboxRegistry implements AutoCloseable {
  private final LoopbackServer server;
  private final Faults faults;
  private final PushNotifications notifications;
  private final TagPages tagPages;

  private SandboxRegistry(
      LoopbackServer server, Faults faults, PushNotifications notifications, TagPages tagPages) {
    this.server = server;
    this.faults = faults;
    this.notifications = notifications;
    this.tagPages = tagPages;
  }

  /** A registry that anyone may use; port 0 for any free one. */
  public static SandboxRegistry start(Path directory, int port) {
    return open(directory, port, null);
  }

  /** A registry that wants basic authentication for everything. */
  public static SandboxRegistry start(Path directory, int port, Credentials only) {
    return open(directory, port, only);
  }

  private static SandboxRegistry open(Path directory, int port, @Nullable Credentials only) {
    try {
      BlobStore blobs = new BlobStore(directory);
      ManifestStore manifests = new ManifestStore(directory, blobs);
      PushNotifications notifications = new PushNotifications();
      TagPages tagPages = new TagPages(manifests);
      Faults faults = new Faults(RegistryError::bodyOf);
      RegistryRoutes routes =
          new RegistryRoutes(
              new BlobEndpoints(blobs, new Uploads(directory, blobs)),
              new ManifestEndpoints(manifests, notifications),
              tagPages,
              only);
      LoopbackServer server =
          LoopbackServer.startTurningTlsAway("registry", port, faults.before(routes));
      return new SandboxRegistry(server, faults, notifications, tagPages);
    } catch (IOException e) {
      throw new UncheckedIOException("could not open the registry's folder " + directory, e);
    }
  }

  /** {@code 127.0.0.1:PORT}: what an image's name begins with. */
  public String host() {
    return server.host();
  }

  public URI uri() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  /**
   * Tells a receiver of every tagged push from now on, in order, each until it answers 2xx.
   *
   * @param authorization the whole value of the {@code Authorization} header, such as {@code Bearer
   *     x}
   */
  public void notifyTo(URI endpoint, String authorization) {
    notifications.add(endpoint, authorization);
  }

  /**
   * The next requests are answered with this status and the specification's error code for it.
   *
   * @param retryAfter whole seconds in {@code Retry-After}; zero for no such header
   */
  public void failNext(int status, int times, Duration retryAfter) {
    faults.failNext(status, times, retryAfter);
  }

  /** The next requests get no answer. */
  public void cutOffNext(int times) {
    faults.cutOffNext(times);
  }

  /** Every request from now on takes that much longer. */
  public void slowDown(Duration perRequest) {
    faults.slowDown(perRequest);
  }

  /** Everything but pushes is refused with 429, until {@link #recover}. */
  public void refuseReadersUntilRecovery(Duration retryAfter) {
    faults.failUntilRecovery(429, retryAfter, SandboxRegistry::asksForTagsOrManifests);
  }

  /** A push asks for blobs only. */
  private static boolean asksForTagsOrManifests(HttpExchange exchange) {
    return (exchange.getRequestMethod().equals("GET") || exchange.getRequestMethod().equals("HEAD"))
        && exchange.getRequestURI().getPath().matches("/v2/.*/(tags|manifests)/.*");
  }

  /** Ends whatever {@link #failNext}, {@link #cutOffNext} and {@link #slowDown} began. */
  public void recover() {
    faults.recover();
  }

  /** A page of a tag list holds at most that many tags, however many are asked for. */
  public void limitPages(int tags) {
    tagPages.limit(tags);
  }

  /** The latest requests, oldest first, as {@code METHOD /path?query}. */
  public List<String> requests() {
    return server.requests();
  }

  @Override
  public void close() {
    server.close();
    notifications.close();
  }
}
