package dev.slipway.sandbox.cluster.api;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.cluster.objects.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import tools.jackson.databind.JsonNode;

/** Writes answers. */
final class Reply {
  private Reply() {}

  static void json(ApiRequest request, int code, JsonNode body) throws IOException {
    HttpExchange exchange = request.exchange();
    for (String warning : request.warnings()) {
      String quoted = warning.replace("\\", "\\\\").replace("\"", "\\\"");
      exchange.getResponseHeaders().add("Warning", "299 - \"" + quoted + "\"");
    }
    bytes(exchange, code, "application/json", Json.write(body));
  }

  static void text(HttpExchange exchange, int code, String body) throws IOException {
    bytes(exchange, code, "text/plain; charset=utf-8", body.getBytes(StandardCharsets.UTF_8));
  }

  static void bytes(HttpExchange exchange, int code, String type, byte[] body) throws IOException {
    exchange.getResponseHeaders().set("Content-Type", type);
    boolean withoutBody = exchange.getRequestMethod().equals("HEAD");
    exchange.sendResponseHeaders(code, withoutBody || body.length == 0 ? -1 : body.length);
    if (!withoutBody) {
      exchange.getResponseBody().write(body);
    }
  }
}
