package dev.slipway.sandbox.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * An HTTP/1.1 server on 127.0.0.1 with a virtual thread per request.
 *
 * <p>A handler that throws answers 500 and is logged; every exchange is closed. The latest requests
 * are kept for tests that ask what was asked.
 */
public final class LoopbackServer implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(LoopbackServer.class);
  private static final int REQUESTS_KEPT = 2_000;

  static {
    // Without it an answer of two writes waits up to 40 ms for the client's delayed
    // acknowledgement.
    System.setProperty("sun.net.httpserver.nodelay", "true");
  }

  private final HttpServer server;
  private final ExecutorService threads;
  private final Deque<String> requests = new ArrayDeque<>();
  private @Nullable PlainDoor door;
  private volatile boolean closed;

  private LoopbackServer(HttpServer server, ExecutorService threads) {
    this.server = server;
    this.threads = threads;
  }

  /**
   * Starts to serve.
   *
   * @param name what it stands for, in error messages
   * @param port 0 for any free one
   * @throws IllegalStateException when the port is taken
   */
  public static LoopbackServer start(String name, int port, HttpHandler handler) {
    try {
      return serve(port, handler);
    } catch (IOException e) {
      throw failure(name, port, e);
    }
  }

  /**
   * Like {@link #start}; a client that tries TLS is told at once that there is none, as container
   * tools need it to turn to plain HTTP.
   */
  public static LoopbackServer startTurningTlsAway(String name, int port, HttpHandler handler) {
    try {
      LoopbackServer server = serve(0, handler);
      try {
        server.door = PlainDoor.open(port, server.port());
        return server;
      } catch (IOException e) {
        server.close();
        throw e;
      }
    } catch (IOException e) {
      throw failure(name, port, e);
    }
  }

  private static LoopbackServer serve(int port, HttpHandler handler) throws IOException {
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 256);
    ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    LoopbackServer loopback = new LoopbackServer(server, threads);
    server.setExecutor(threads);
    server.createContext("/", exchange -> loopback.handle(exchange, handler));
    server.start();
    return loopback;
  }

  private static RuntimeException failure(String name, int port, IOException cause) {
    return cause instanceof BindException
        ? new IllegalStateException(
            "could not start the " + name + ": port " + port + " is taken", cause)
        : new UncheckedIOException("could not start the " + name + " on port " + port, cause);
  }

  public int port() {
    return door == null ? server.getAddress().getPort() : door.port();
  }

  /** {@code 127.0.0.1:PORT}. */
  public String host() {
    return "127.0.0.1:" + port();
  }

  /** {@code http://127.0.0.1:PORT}. */
  public URI uri() {
    return URI.create("http://" + host());
  }

  /** The latest requests, oldest first, as {@code METHOD /path?query}. */
  public List<String> requests() {
    synchronized (requests) {
      return List.copyOf(requests);
    }
  }

  @Override
  public void close() {
    closed = true;
    if (door != null) {
      door.close();
    }
    server.stop(0);
    threads.shutdownNow();
  }

  // Whatever a handler throws, its client gets an answer.
  @SuppressWarnings("CatchingUnchecked")
  private void handle(HttpExchange exchange, HttpHandler handler) {
    try (exchange) {
      remember(exchange.getRequestMethod() + " " + exchange.getRequestURI());
      try {
        handler.handle(exchange);
      } catch (IOException | RuntimeException e) {
        if (exchange.getResponseCode() == -1 && !closed) {
          LOG.atWarn()
              .addKeyValue("request", exchange.getRequestMethod() + " " + exchange.getRequestURI())
              .setCause(e)
              .log("sandbox request failed");
          Answers.text(exchange, 500, e.toString());
        }
      }
    } catch (IOException clientHasGone) {
      LOG.atDebug().setCause(clientHasGone).log("sandbox client has gone");
    }
  }

  private void remember(String request) {
    synchronized (requests) {
      if (requests.size() == REQUESTS_KEPT) {
        requests.removeFirst();
      }
      requests.addLast(request);
    }
  }
}
