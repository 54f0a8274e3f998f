package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** Tells the {@code up} that runs on this data what to do, and waits until it is done. */
record Order(DataDirectory data) {

  /**
   * What was done, in words.
   *
   * @throws SandboxException where nothing runs, or it refuses, saying why
   */
  String give(String path, Map<String, Object> order) {
    URI address = URI.create(data.environment().get("SLIPWAY_CONTROL") + path);
    HttpRequest request =
        HttpRequest.newBuilder(address)
            .header("Authorization", "Bearer " + data.secret(Control.SECRET).value())
            .POST(
                HttpRequest.BodyPublishers.ofString(JsonMapper.shared().writeValueAsString(order)))
            .build();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpResponse<String> answer = client.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      throw new SandboxException(answer.body());
    } catch (IOException e) {
      throw new SandboxException("nobody answers at " + address + ": does ./slipway up run?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }
}
