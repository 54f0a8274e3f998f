package dev.slipway.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpHandler;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import javax.net.ssl.SSLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LoopbackServerIT {
  private final HttpClient client =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

  @AfterEach
  void stop() {
    client.shutdownNow();
  }

  @Test
  void answersForAHandlerThatThrowsAndGoesOn() throws Exception {
    HttpHandler handler =
        exchange -> {
          if (exchange.getRequestURI().getPath().equals("/throws")) {
            throw new IllegalStateException("on purpose");
          }
          Answers.text(exchange, 200, "fine");
        };
    try (LoopbackServer server = LoopbackServer.start("test", 0, handler)) {
      assertThat(get(server, "/throws").statusCode()).isEqualTo(500);
      assertThat(get(server, "/next").body()).isEqualTo("fine");
      assertThat(server.requests()).containsExactly("GET /throws", "GET /next");
    }
  }

  @Test
  void keepsTheConnectionWhenAHandlerIgnoresTheBody() throws Exception {
    try (LoopbackServer server =
        LoopbackServer.start("test", 0, exchange -> Answers.text(exchange, 200, "fine"))) {
      for (int i = 0; i < 3; i++) {
        HttpRequest post =
            HttpRequest.newBuilder(server.uri())
                .POST(BodyPublishers.ofString("x".repeat(200_000)))
                .build();
        assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("fine");
      }
    }
  }

  @Test
  void saysWhichPortIsTaken() {
    try (LoopbackServer first = LoopbackServer.start("test", 0, exchange -> {})) {
      assertThatThrownBy(() -> LoopbackServer.start("registry", first.port(), exchange -> {}))
          .isInstanceOf(IllegalStateException.class)
          .hasMessage("could not start the registry: port " + first.port() + " is taken");
    }
  }

  @Test
  void isSlowOnDemandUntilItRecovers() throws Exception {
    Faults faults = new Faults(status -> "{}");
    HttpHandler handler = faults.before(exchange -> Answers.text(exchange, 200, "fine"));
    try (LoopbackServer server = LoopbackServer.start("test", 0, handler)) {
      faults.slowDown(Duration.ofMinutes(10));
      HttpRequest impatient =
          HttpRequest.newBuilder(server.uri()).timeout(Duration.ofMillis(200)).build();
      assertThatThrownBy(() -> client.send(impatient, BodyHandlers.ofString()))
          .isInstanceOf(HttpTimeoutException.class);

      faults.recover();
      assertThat(get(server, "/").body()).isEqualTo("fine");
    }
  }

  @Test
  void tellsAClientThatTriesTlsToTurnToPlainHttp() throws Exception {
    HttpHandler handler = exchange -> Answers.text(exchange, 200, "fine");
    try (LoopbackServer server = LoopbackServer.startTurningTlsAway("test", 0, handler)) {
      HttpRequest tls = HttpRequest.newBuilder(URI.create("https://" + server.host())).build();
      assertThatThrownBy(() -> client.send(tls, BodyHandlers.ofString()))
          .isInstanceOf(SSLException.class);

      assertThat(get(server, "/").body()).isEqualTo("fine");
      HttpRequest post =
          HttpRequest.newBuilder(server.uri())
              .POST(BodyPublishers.ofString("x".repeat(200_000)))
              .build();
      assertThat(client.send(post, BodyHandlers.ofString()).body()).isEqualTo("fine");
    }
  }

  private HttpResponse<String> get(LoopbackServer server, String path) throws Exception {
    HttpRequest request = HttpRequest.newBuilder(server.uri().resolve(path)).build();
    return client.send(request, BodyHandlers.ofString());
  }
}
