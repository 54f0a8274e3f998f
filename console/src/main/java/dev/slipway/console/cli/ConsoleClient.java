package dev.slipway.console.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.net.URLConnection;
import java.net.URLEncoder;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * Calls to one server. Each either answers or ends the command with a message.
 *
 * <p>The JDK's newer client would prepare for TLS and start threads before the first call, which
 * takes longer than all the rest of a command.
 */
final class ConsoleClient {
  private static final Duration CONNECT = Duration.ofSeconds(3);
  private static final Duration ANSWER = Duration.ofSeconds(70);

  /** A stream of events shows every ten seconds that it lives. */
  private static final Duration LONGEST_SILENCE = Duration.ofSeconds(60);

  private static final int ATTEMPTS_WHILE_READING = 20;
  private static final Duration PAUSE_WHILE_READING = Duration.ofMillis(500);
  private static final JsonMapper JSON = JsonMapper.builder().build();

  static {
    // The JDK would send a request again where the answer got lost: a person would have asked
    // twice.
    System.setProperty("sun.net.http.retryPost", "false");
  }

  private record Answer(int status, String body) {}

  private final String address;
  private final String setting;
  private final @Nullable String token;

  /**
   * Talks to that server.
   *
   * @param setting the variable that would name another address
   */
  ConsoleClient(String address, String setting, @Nullable String token) {
    this.setting = setting;
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
    return json(call(path, null));
  }

  JsonNode post(String path, ObjectNode body) {
    return json(call(path, body));
  }

  /** Calls for each line that is not empty, until the server ends or the process does. */
  void lines(String path, Consumer<String> onLine) {
    HttpURLConnection connection = open(path);
    connection.setReadTimeout((int) LONGEST_SILENCE.toMillis());
    try {
      if (connection.getResponseCode() != HttpURLConnection.HTTP_OK) {
        throw refused(answer(connection), path);
      }
      BufferedReader lines =
          new BufferedReader(
              new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!line.isEmpty()) {
          onLine.accept(line);
        }
      }
    } catch (IOException e) {
      throw unreachable(e);
    } finally {
      connection.disconnect();
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

  private String call(String path, @Nullable ObjectNode body) {
    for (int attempt = 1; ; attempt++) {
      Answer answer = exchange(path, body);
      if (answer.status() / 100 == 2) {
        return answer.body();
      }
      boolean reading = answer.status() == 503 && answer.body().contains("STILL_READING");
      if (!reading || attempt == ATTEMPTS_WHILE_READING) {
        throw refused(answer, path);
      }
      pause();
    }
  }

  private Answer exchange(String path, @Nullable ObjectNode body) {
    HttpURLConnection connection = open(path);
    connection.setReadTimeout((int) ANSWER.toMillis());
    try {
      if (body != null) {
        connection.setDoOutput(true);
        connection.setRequestProperty("Content-Type", "application/json");
        connection.getOutputStream().write(body.toString().getBytes(StandardCharsets.UTF_8));
      }
      return answer(connection);
    } catch (IOException e) {
      throw unreachable(e);
    }
  }

  private HttpURLConnection open(String path) {
    try {
      URLConnection opened = URI.create(address + path).toURL().openConnection();
      if (!(opened instanceof HttpURLConnection connection)) {
        throw new IllegalArgumentException("neither http nor https");
      }
      connection.setConnectTimeout((int) CONNECT.toMillis());
      connection.setInstanceFollowRedirects(false);
      connection.setUseCaches(false);
      if (token != null) {
        connection.setRequestProperty("Authorization", "Bearer " + token);
      }
      return connection;
    } catch (IOException | IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, "'" + address + "' is no address of a console", e);
    }
  }

  private static Answer answer(HttpURLConnection connection) throws IOException {
    int status = connection.getResponseCode();
    try (InputStream in =
        status < HttpURLConnection.HTTP_BAD_REQUEST
            ? connection.getInputStream()
            : connection.getErrorStream()) {
      // There is no error stream where the answer has no body.
      byte[] body = in == null ? new byte[0] : in.readAllBytes();
      return new Answer(status, new String(body, StandardCharsets.UTF_8));
    }
  }

  private CommandFailure unreachable(IOException e) {
    return e instanceof ConnectException || e instanceof UnknownHostException
        ? new CommandFailure(
            ExitCode.UNREACHABLE,
            "nothing answers at " + address + ": start with ./slipway up, or set " + setting,
            e)
        : new CommandFailure(
            ExitCode.UNREACHABLE, "no answer from " + address + ": " + e.getMessage(), e);
  }

  private CommandFailure refused(Answer answer, String path) {
    String detail = detail(answer.body());
    if (answer.status() == HttpURLConnection.HTTP_UNAUTHORIZED && token == null) {
      return new CommandFailure(
          ExitCode.UNREACHABLE, "the console asks for a token: set SLIPWAY_TOKEN");
    }
    String message = detail.isEmpty() ? address + path + " answered " + answer.status() : detail;
    return switch (answer.status()) {
      case 400 -> new CommandFailure(ExitCode.USAGE, message);
      case 401, 403, 503, 504 -> new CommandFailure(ExitCode.UNREACHABLE, message);
      default -> new CommandFailure(ExitCode.FAILED, message);
    };
  }

  private static String detail(String body) {
    try {
      JsonNode problem = JSON.readTree(body);
      return problem.path("detail").asString(problem.path("message").asString(""));
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
