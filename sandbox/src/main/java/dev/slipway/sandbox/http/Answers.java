package dev.slipway.sandbox.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.io.OutputStream;

/** Whole answers; each reads what is left of the request first, so that the connection lives on. */
public final class Answers {
  private Answers() {}

  public static void empty(HttpExchange exchange, int status) throws IOException {
    drain(exchange);
    exchange.sendResponseHeaders(status, -1);
  }

  public static void text(HttpExchange exchange, int status, String body) throws IOException {
    bytes(exchange, status, "text/plain; charset=utf-8", body.getBytes(UTF_8));
  }

  public static void json(HttpExchange exchange, int status, String body) throws IOException {
    bytes(exchange, status, "application/json", body.getBytes(UTF_8));
  }

  /** Sends the body, or for HEAD only its length. */
  public static void bytes(HttpExchange exchange, int status, String mediaType, byte[] body)
      throws IOException {
    drain(exchange);
    exchange.getResponseHeaders().set("Content-Type", mediaType);
    if (exchange.getRequestMethod().equals("HEAD")) {
      head(exchange, status, body.length);
      return;
    }
    exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
    exchange.getResponseBody().write(body);
  }

  public static void head(HttpExchange exchange, int status, long length) throws IOException {
    drain(exchange);
    exchange.getResponseHeaders().set("Content-Length", Long.toString(length));
    exchange.sendResponseHeaders(status, -1);
  }

  private static void drain(HttpExchange exchange) throws IOException {
    // Not skip: the JDK's stream would skip past the end of this request.
    exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
  }
}
