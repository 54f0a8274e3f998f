package dev.slipway.sandbox.github;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.git.Merge;
import dev.slipway.sandbox.http.Answers;
import java.io.IOException;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** {@code /repos/OWNER/NAME/pulls}, with GitHub's own status codes and words. */
final class RequestRoutes implements HttpHandler {
  private static final JsonMapper JSON = new JsonMapper();
  private static final Pattern PATH =
      Pattern.compile(
          "/repos/([\\w.-]+/[\\w.-]+)/(?:pulls(?:/(\\d+)(/merge)?)?|issues/(\\d+)/comments)");

  private final RequestStore store;
  private final GitHttpServer git;
  private volatile URI server = URI.create("http://127.0.0.1");
  private volatile @Nullable String token;

  RequestRoutes(RequestStore store, GitHttpServer git) {
    this.store = store;
    this.git = git;
  }

  void serveFrom(URI uri) {
    server = uri;
  }

  void requireToken(String required) {
    token = required;
  }

  @Override
  public void handle(HttpExchange exchange) throws IOException {
    String given = exchange.getRequestHeaders().getFirst("Authorization");
    String required = token;
    if (required != null && !("Bearer " + required).equals(given)) {
      refuse(exchange, 401, "Bad credentials");
      return;
    }
    Matcher path = PATH.matcher(exchange.getRequestURI().getPath());
    Optional<String> repository = path.matches() ? git.find(path.group(1)) : Optional.empty();
    if (repository.isEmpty()) {
      refuse(exchange, 404, "Not Found");
      return;
    }
    JsonNode body;
    try {
      byte[] bytes = exchange.getRequestBody().readAllBytes();
      body = bytes.length == 0 ? JSON.createObjectNode() : JSON.readTree(bytes);
    } catch (JacksonException e) {
      refuse(exchange, 400, "Problems parsing JSON");
      return;
    }
    String name = repository.get();
    String number = path.group(2) == null ? path.group(4) : path.group(2);
    if (number == null) {
      switch (exchange.getRequestMethod()) {
        case "GET" -> list(exchange, name);
        case "POST" -> open(exchange, name, body);
        default -> refuse(exchange, 405, "Method Not Allowed");
      }
      return;
    }
    Optional<StoredRequest> request =
        store.find(name, Integer.parseInt(number)).map(this::asItIsNow);
    if (request.isEmpty()) {
      refuse(exchange, 404, "Not Found");
    } else if (path.group(4) != null) {
      answer(exchange, 201, JSON.createObjectNode().put("body", body.path("body").asString("")));
    } else if (path.group(3) != null) {
      merge(exchange, request.get(), body);
    } else if (exchange.getRequestMethod().equals("PATCH")) {
      change(exchange, request.get(), body);
    } else {
      answer(exchange, 200, json(request.get()));
    }
  }

  /** What a push did to it meanwhile. */
  private StoredRequest asItIsNow(StoredRequest request) {
    if (!request.open()) {
      return request;
    }
    Optional<String> head = git.head(request.repository(), request.head());
    if (head.isEmpty()) {
      StoredRequest closed = request.closed(false, "0".repeat(40));
      store.replace(closed);
      return closed;
    }
    if (git.contains(request.repository(), request.base(), head.get())) {
      StoredRequest merged = request.closed(true, head.get());
      store.replace(merged);
      return merged;
    }
    return request;
  }

  private void list(HttpExchange exchange, String repository) throws IOException {
    Map<String, String> query = query(exchange.getRequestURI());
    String state = query.getOrDefault("state", "open");
    String head = query.getOrDefault("head", "");
    List<ObjectNode> found =
        store.all().stream()
            .filter(request -> request.repository().equals(repository))
            .map(this::asItIsNow)
            .filter(request -> state.equals("all") || request.open() == state.equals("open"))
            .filter(request -> head.isEmpty() || head.endsWith(":" + request.head()))
            .filter(request -> query.getOrDefault("base", request.base()).equals(request.base()))
            .sorted(Comparator.comparingInt(StoredRequest::number).reversed())
            .limit(Integer.parseInt(query.getOrDefault("per_page", "30")))
            .map(this::json)
            .toList();
    Answers.json(exchange, 200, JSON.writeValueAsString(found));
  }

  private void open(HttpExchange exchange, String repository, JsonNode body) throws IOException {
    String head = body.path("head").asString("").replaceFirst("^[^:]*:", "");
    String base = body.path("base").asString("");
    Optional<String> commit = git.head(repository, head);
    if (body.path("title").asString("").isEmpty()
        || commit.isEmpty()
        || git.head(repository, base).isEmpty()) {
      invalid(exchange, "title, head and base must be given, and the branches must be there");
      return;
    }
    boolean isThere =
        store.all().stream()
            .filter(request -> request.repository().equals(repository))
            .filter(request -> request.head().equals(head) && request.base().equals(base))
            .map(this::asItIsNow)
            .anyMatch(StoredRequest::open);
    if (isThere) {
      invalid(exchange, "A pull request already exists for " + head + ".");
      return;
    }
    if (git.contains(repository, base, commit.get())) {
      invalid(exchange, "No commits between " + base + " and " + head);
      return;
    }
    StoredRequest request =
        store.add(
            repository,
            head,
            base,
            body.path("title").asString(""),
            body.path("body").asString(""));
    git.tellOfRequest(repository, "opened", request.number(), base);
    answer(exchange, 201, json(request));
  }

  private void change(HttpExchange exchange, StoredRequest request, JsonNode body)
      throws IOException {
    StoredRequest changed =
        request.worded(
            body.path("title").asString(request.title()),
            body.path("body").asString(request.body()));
    String state = body.path("state").asString("");
    if (state.equals("closed") && changed.open()) {
      changed = changed.closed(false, headOf(request));
    } else if (state.equals("open") && !changed.open()) {
      if (changed.merged()) {
        invalid(exchange, "state cannot be changed. The pull request has been merged.");
        return;
      }
      changed = changed.reopened();
    }
    store.replace(changed);
    if (changed.open() != request.open()) {
      git.tellOfRequest(
          request.repository(),
          changed.open() ? "reopened" : "closed",
          request.number(),
          request.base());
    }
    answer(exchange, 200, json(changed));
  }

  private void merge(HttpExchange exchange, StoredRequest request, JsonNode body)
      throws IOException {
    if (!request.open()) {
      refuse(exchange, 405, "Pull Request is not mergeable");
      return;
    }
    Merge.Method method =
        Merge.Method.valueOf(body.path("merge_method").asString("merge").toUpperCase(Locale.ROOT));
    String head = headOf(request);
    String title =
        method == Merge.Method.MERGE
            ? "Merge pull request #" + request.number() + " from " + request.head()
            : request.title() + " (#" + request.number() + ")";
    String message =
        body.path("commit_title").asString(title)
            + "\n\n"
            + body.path("commit_message").asString(request.title());
    Optional<String> merged =
        git.merge(
            request.repository(),
            new Merge(request.base(), request.head(), method, message, "maintainer"));
    if (merged.isEmpty()) {
      refuse(exchange, 405, "Pull Request is not mergeable");
      return;
    }
    store.replace(request.closed(true, head));
    git.tellOfRequest(request.repository(), "closed", request.number(), request.base());
    answer(
        exchange,
        200,
        JSON.createObjectNode()
            .put("sha", merged.get())
            .put("merged", true)
            .put("message", "Pull Request successfully merged"));
  }

  private String headOf(StoredRequest request) {
    String closed = request.closedHead();
    return closed != null
        ? closed
        : git.head(request.repository(), request.head()).orElse("0".repeat(40));
  }

  private ObjectNode json(StoredRequest request) {
    ObjectNode json = JSON.createObjectNode();
    json.put("number", request.number())
        .put("state", request.open() ? "open" : "closed")
        .put("title", request.title())
        .put("body", request.body())
        .put("merged", request.merged())
        .put("html_url", server + "/repos/" + fullName(request) + "/pulls/" + request.number());
    if (request.merged()) {
      json.put("merged_at", "2026-01-01T00:00:00Z");
    } else {
      json.putNull("merged_at");
    }
    json.putObject("head").put("ref", request.head()).put("sha", headOf(request));
    json.putObject("base").put("ref", request.base());
    return json;
  }

  private static String fullName(StoredRequest request) {
    return request.repository().contains("/")
        ? request.repository()
        : "sandbox/" + request.repository();
  }

  private static Map<String, String> query(URI uri) {
    Map<String, String> values = new HashMap<>();
    if (uri.getRawQuery() != null) {
      for (String pair : uri.getRawQuery().split("&", -1)) {
        int equals = pair.indexOf('=');
        if (equals > 0) {
          values.put(
              pair.substring(0, equals),
              URLDecoder.decode(pair.substring(equals + 1), StandardCharsets.UTF_8));
        }
      }
    }
    return values;
  }

  private static void invalid(HttpExchange exchange, String error) throws IOException {
    ObjectNode body = JSON.createObjectNode().put("message", "Validation Failed");
    body.putArray("errors").addObject().put("message", error);
    answer(exchange, 422, body);
  }

  private static void refuse(HttpExchange exchange, int status, String message) throws IOException {
    answer(exchange, status, JSON.createObjectNode().put("message", message));
  }

  private static void answer(HttpExchange exchange, int status, ObjectNode body)
      throws IOException {
    Answers.json(exchange, status, JSON.writeValueAsString(body));
  }
}
