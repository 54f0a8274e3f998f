package dev.slipway.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import java.net.URLDecoder;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What follows the question mark. */
record Query(Map<String, String> values) {
  static Query of(HttpExchange exchange) {
    Map<String, String> values = new HashMap<>();
    String raw = exchange.getRequestURI().getRawQuery();
    for (String part : (raw == null ? "" : raw).split("&", -1)) {
      int equals = part.indexOf('=');
      if (equals > 0) {
        values.put(
            URLDecoder.decode(part.substring(0, equals), UTF_8),
            URLDecoder.decode(part.substring(equals + 1), UTF_8));
      }
    }
    return new Query(values);
  }

  @Nullable String get(String name) {
    return values.get(name);
  }

  /** A number of that name, or -1. */
  int number(String name) throws RegistryError {
    String value = values.get(name);
    try {
      return value == null ? -1 : Integer.parseUnsignedInt(value);
    } catch (NumberFormatException e) {
      throw new RegistryError(
          400, "PAGINATION_NUMBER_INVALID", name + " is not a number: " + value);
    }
  }
}
