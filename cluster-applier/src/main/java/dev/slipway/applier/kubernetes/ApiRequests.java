package dev.slipway.applier.kubernetes;

import dev.slipway.applier.UnavailableException;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.json.JsonMapper;

/** Single requests to one API server. */
final class ApiRequests {
  /** Longer than the longest time-out of an admission webhook (30 s would meet it exactly). */
  static final Duration PATIENCE = Duration.ofSeconds(35);

  static final String APPLY = "application/apply-patch+yaml";
  static final String MERGE = "application/merge-patch+json";
  static final String JSON = "application/json";
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

  /** Of a larger text: more follows it. */
  private static final ObjectReader PART =
      MAPPER.readerFor(OBJECT).without(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /** What the server said. */
  static final class Answer {
    private final int status;
    private final byte[] body;

    Answer(int status, byte[] body) {
      this.status = status;
      this.body = body;
    }

    int status() {
      return status;
    }

    boolean isSuccess() {
      return status >= 200 && status < 300;
    }

    /** The body as JSON; empty where it is something else. */
    Map<String, Object> json() {
      try {
        return body.length == 0 ? Map.of() : MAPPER.readValue(body, OBJECT);
      } catch (JacksonException notJson) {
        return Map.of();
      }
    }

    /**
     * The items of a list, one after the other: a page of them as maps is many times its text.
     *
     * @return the list's own metadata; empty where the body is no list
     * @throws UnavailableException where the body is cut off, or is no JSON
     */
    Map<String, Object> items(Consumer<Map<String, Object>> each) {
      Map<String, Object> metadata = Map.of();
      try (JsonParser parser = MAPPER.createParser(body)) {
        if (parser.nextToken() != JsonToken.START_OBJECT) {
          return metadata;
        }
        for (String field = parser.nextName(); field != null; field = parser.nextName()) {
          JsonToken value = parser.nextToken();
          if (field.equals("items") && value == JsonToken.START_ARRAY) {
            while (parser.nextToken() == JsonToken.START_OBJECT) {
              each.accept(PART.readValue(parser));
            }
          } else if (field.equals("metadata") && value == JsonToken.START_OBJECT) {
            metadata = PART.readValue(parser);
          } else {
            parser.skipChildren();
          }
        }
        return metadata;
      } catch (JacksonException notJson) {
        throw new UnavailableException(
            UnavailableException.Reason.CLUSTER_UNAVAILABLE,
            "a list from the API server cannot be read",
            notJson);
      }
    }

    String text() {
      return new String(body, StandardCharsets.UTF_8);
    }
  }

  private final KubernetesClient client;
  private final String server;

  ApiRequests(KubernetesClient client) {
    this.client = client;
    String url = client.getMasterUrl().toString();
    this.server = url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
  }

  String server() {
    return server;
  }

  Answer get(String path) throws InterruptedException {
    return send("GET", path, JSON, null);
  }

  /**
   * Sends and waits for the answer, whatever its status.
   *
   * @param body written as JSON
   */
  Answer send(String method, String path, String contentType, @Nullable Map<String, Object> body)
      throws InterruptedException {
    HttpRequest.Builder request =
        client
            .getHttpClient()
            .newHttpRequestBuilder()
            .uri(URI.create(server + path))
            .header("Accept", JSON)
            .method(method, contentType, body == null ? null : MAPPER.writeValueAsString(body))
            .timeout(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    CompletableFuture<HttpResponse<byte[]>> sent =
        client.getHttpClient().sendAsync(request.build(), byte[].class);
    try {
      HttpResponse<byte[]> response = sent.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
      return new Answer(response.code(), response.body());
    } catch (InterruptedException e) {
      sent.cancel(true);
      throw e;
    } catch (TimeoutException e) {
      sent.cancel(true);
      throw away(method, path, "no answer within " + PATIENCE.toSeconds() + " s", e);
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw away(method, path, String.valueOf(cause), cause);
    }
  }

  private UnavailableException away(String method, String path, String problem, Throwable cause) {
    return new UnavailableException(
        UnavailableException.Reason.CLUSTER_UNAVAILABLE,
        "%s %s%s: %s".formatted(method, server, path.replaceAll("\\?.*", ""), problem),
        cause);
  }

  static String encoded(String value) {
    return URLEncoder.encode(value, StandardCharsets.UTF_8);
  }
}
