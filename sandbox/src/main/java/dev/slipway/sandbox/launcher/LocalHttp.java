package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks the sandbox's own servers. */
final class LocalHttp {
  private LocalHttp() {}

  /**
   * The answer's text.
   *
   * @throws SandboxException where nobody answers, or not with 200
   */
  static String get(String address, @Nullable String token) {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(address)).timeout(Duration.ofSeconds(5));
    if (token != null) {
      request.header("Authorization", "Bearer " + token);
    }
    try {
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request.build(), HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() == 200) {
        return answer.body();
      }
      throw new SandboxException(address + " answers " + answer.statusCode());
    } catch (IOException e) {
      throw new SandboxException("nobody answers at " + address + ": does ./slipway up run?", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new SandboxException("interrupted", e);
    }
  }
}
