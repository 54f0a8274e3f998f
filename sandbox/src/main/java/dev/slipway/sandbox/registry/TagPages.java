package dev.slipway.sandbox.registry;

import com.sun.net.httpserver.HttpExchange;
import dev.slipway.sandbox.http.Answers;
import java.io.IOException;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * {@code /v2/NAME/tags/list} and {@code /v2/_catalog}: sorted lists in pages with a link to the
 * next.
 */
final class TagPages {
  private static final JsonMapper JSON = new JsonMapper();

  private final ManifestStore manifests;
  private volatile int limit = Integer.MAX_VALUE;

  TagPages(ManifestStore manifests) {
    this.manifests = manifests;
  }

  void limit(int tags) {
    limit = tags;
  }

  void tags(HttpExchange exchange, RepositoryName repository) throws IOException, RegistryError {
    ObjectNode body = JSON.createObjectNode().put("name", repository.value());
    page(exchange, manifests.tags(repository), body, "tags");
  }

  void repositories(HttpExchange exchange) throws IOException, RegistryError {
    page(exchange, manifests.repositories(), JSON.createObjectNode(), "repositories");
  }

  private void page(HttpExchange exchange, List<String> all, ObjectNode body, String field)
      throws IOException, RegistryError {
    Query query = Query.of(exchange);
    int wanted = query.number("n");
    int size = wanted < 0 ? limit : Math.min(wanted, limit);
    List<String> rest = after(all, query.get("last"));
    List<String> page = rest.subList(0, Math.min(size, rest.size()));
    ArrayNode array = body.putArray(field);
    page.forEach(array::add);
    if (!page.isEmpty() && page.size() < rest.size()) {
      exchange.getResponseHeaders().set("Link", next(exchange, size, page.getLast()));
    }
    Answers.json(exchange, 200, JSON.writeValueAsString(body));
  }

  private static List<String> after(List<String> all, @Nullable String last) {
    if (last == null) {
      return all;
    }
    int from = 0;
    while (from < all.size() && all.get(from).compareTo(last) <= 0) {
      from++;
    }
    return all.subList(from, all.size());
  }

  private static String next(HttpExchange exchange, int size, String last) {
    String encoded = URLEncoder.encode(last, StandardCharsets.UTF_8);
    String path = exchange.getRequestURI().getRawPath();
    return "<" + path + "?n=" + size + "&last=" + encoded + ">; rel=\"next\"";
  }
}
