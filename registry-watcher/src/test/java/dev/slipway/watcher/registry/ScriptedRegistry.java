package dev.slipway.watcher.registry;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** A server that answers each path as the test wrote it down: for registries that misbehave. */
final class ScriptedRegistry implements AutoCloseable {

  /** A request that came. */
  record Request(String method, String uri, @Nullable String authorization) {}

  /** What is answered. */
  interface Script {
    void answer(HttpExchange exchange) throws IOException;
  }

  private final HttpServer server;
  private final Map<String, Script> scripts = new HashMap<>();
  private final List<Request> requests = Collections.synchronizedList(new ArrayList<>());

  ScriptedRegistry() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::handle);
    server.start();
  }

  String host() {
    return "127.0.0.1:" + server.getAddress().getPort();
  }

  URI uri() {
    return URI.create("http://" + host());
  }

  List<Request> requests() {
    return List.copyOf(requests);
  }

  /** Answers that path, or path and query, so. */
  ScriptedRegistry on(String path, Script script) {
    scripts.put(path, script);
    return this;
  }

  /** Answers with that body. */
  ScriptedRegistry on(String path, String body, String... headers) {
    return on(path, exchange -> send(exchange, 200, body, headers));
  }

  static void send(HttpExchange exchange, int status, String body, String... headers)
      throws IOException {
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    Headers all = exchange.getResponseHeaders();
    for (int i = 0; i < headers.length; i += 2) {
      all.add(headers[i], headers[i + 1]);
    }
    boolean head = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(status, head || bytes.length == 0 ? -1 : bytes.length);
    if (!head) {
      exchange.getResponseBody().write(bytes);
    }
    exchange.close();
  }

  private void handle(HttpExchange exchange) throws IOException {
    URI uri = exchange.getRequestURI();
    requests.add(
        new Request(
            exchange.getRequestMethod(),
            uri.toString(),
            exchange.getRequestHeaders().getFirst("Authorization")));
    Script script = scripts.getOrDefault(uri.toString(), scripts.get(uri.getPath()));
    if (script == null) {
      send(exchange, 404, "{\"errors\":[{\"code\":\"NOT_FOUND\"}]}");
    } else {
      script.answer(exchange);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
