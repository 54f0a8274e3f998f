package dev.slipway.console.cli;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Calls to one server. Each either answers or ends the command with a message. */
final class ConsoleClient {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(70);
  private static final int ATTEMPTS_WHILE_READING = 20;
  private static final Duration PAUSE_WHILE_READING = Duration.ofMillis(500);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  private final String address;
  private final @Nullable String token;
  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).connectTimeout(CONNECT).build();

  ConsoleClient(String address, @Nullable String token) {
    this.address = address.endsWith("/") ? address.substring(0, address.length() - 1) : address;
    this.token = token;
  }

  /** {@code ?a=b&c=d} from names and values; a value that is absent is left out. */
  static String query(@Nullable String... namesAndValues) {
    List<String> parts = new ArrayList<>();
    for (int i = 0; i < namesAndValues.length; i += 2) {
      String value = namesAndValues[i + 1];
      if (value != null) {
        parts.add(namesAndValues[i] + "=" + encoded(value));
      }
    }
    return parts.isEmpty() ? "" : "?" + String.join("&", parts);
  }

  /** One segment of a path, whatever it holds. */
  static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  static ObjectNode body() {
    return JSON.createObjectNode();
  }

  JsonNode get(String path) {
    return json(send(request(path).GET().timeout(ANSWER).build(), path));
  }

  JsonNode post(String path, ObjectNode body) {
    HttpRequest request =
        request(path)
            .header("Content-Type", "application/json")
            .timeout(ANSWER)
            .POST(HttpRequest.BodyPublishers.ofString(body.toString()))
            .build();
    return json(send(request, path));
  }

  /** Calls for each line that is not empty, until the server ends or the process does. */
  void lines(String path, Consumer<String> onLine) {
    HttpResponse<Stream<String>> response =
        exchange(request(path).GET().build(), BodyHandlers.ofLines());
    try (Stream<String> lines = response.body()) {
      if (response.statusCode() != 200) {
        throw refused(response.statusCode(), String.join("\n", lines.toList()), path);
      }
      lines.filter(line -> !line.isEmpty()).forEach(onLine);
    } catch (java.io.UncheckedIOException e) {
      throw new CommandFailure(ExitCode.UNREACHABLE, "the console at " + address + " went away", e);
    }
  }

  static JsonNode json(String text) {
    try {
      return JSON.readTree(text.isEmpty() ? "{}" : text);
    } catch (JacksonException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "the answer is no JSON: is that a Slipway console?", e);
    }
  }

  private String send(HttpRequest request, String path) {
    for (int attempt = 1; ; attempt++) {
      HttpResponse<String> response = exchange(request, BodyHandlers.ofString());
      if (response.statusCode() / 100 == 2) {
        return response.body();
      }
      boolean reading = response.statusCode() == 503 && response.body().contains("STILL_READING");
      if (!reading || attempt == ATTEMPTS_WHILE_READING) {
        throw refused(response.statusCode(), response.body(), path);
      }
      pause();
    }
  }

  private <T> HttpResponse<T> exchange(HttpRequest request, HttpResponse.BodyHandler<T> handler) {
    try {
      return http.send(request, handler);
    } catch (ConnectException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE,
          "nothing answers at " + address + ": start with ./slipway up, or set SLIPWAY_CONSOLE",
          e);
    } catch (IOException e) {
      throw new CommandFailure(
          ExitCode.UNREACHABLE, "no answer from " + address + ": " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted", e);
    }
  }

  private HttpRequest.Builder request(String path) {
    try {
      HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(address + path));
      return token == null ? request : request.header("Authorization", "Bearer " + token);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "'" + address + "' is no address of a console", e);
    }
  }

  private CommandFailure refused(int status, String body, String path) {
    String detail = detail(body);
    if (status == 401 && token == null) {
      return new CommandFailure(
          ExitCode.UNREACHABLE, "the console asks for a token: set SLIPWAY_TOKEN");
    }
    String message = detail.isEmpty() ? address + path + " answered " + status : detail;
    return switch (status) {
      case 400 -> new CommandFailure(ExitCode.USAGE, message);
      case 401, 403, 502, 503, 504 -> new CommandFailure(ExitCode.UNREACHABLE, message);
      default -> new CommandFailure(ExitCode.FAILED, message);
    };
  }

  private static String detail(String body) {
    try {
      return JSON.readTree(body).path("detail").asString("");
    } catch (JacksonException notAProblem) {
      return "";
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_WHILE_READING);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CommandFailure(ExitCode.FAILED, "interrupted", e);
    }
  }
}
