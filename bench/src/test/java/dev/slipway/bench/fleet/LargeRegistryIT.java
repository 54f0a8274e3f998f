package dev.slipway.bench.fleet;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.LoopbackServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LargeRegistryIT {
  private final LargeRegistry registry = LargeRegistry.start(2, 30);
  private final HttpClient client = HttpClient.newHttpClient();

  @AfterEach
  void close() {
    registry.close();
    client.close();
  }

  @Test
  void listsInPagesAndCountsThem() throws IOException, InterruptedException {
    HttpResponse<String> first = get("/v2/r0000/tags/list?n=20");
    String link = first.headers().firstValue("Link").orElseThrow();
    HttpResponse<String> second = get(link.substring(1, link.indexOf('>')));

    assertThat(second.headers().firstValue("Link")).isEmpty();
    assertThat(first.body().split(",").length + second.body().split(",").length).isEqualTo(32);
    assertThat(registry.listings()).isEqualTo(2);
    assertThat(registry.listedBytes()).isEqualTo(first.body().length() + second.body().length());
  }

  @Test
  void aPushIsThereAndTold() throws IOException, InterruptedException {
    BlockingQueue<String> told = new ArrayBlockingQueue<>(1);
    try (LoopbackServer receiver =
        LoopbackServer.start(
            "receiver",
            0,
            exchange -> {
              byte[] body = exchange.getRequestBody().readAllBytes();
              told.add(new String(body, StandardCharsets.UTF_8));
              Answers.empty(exchange, 200);
            })) {
      registry.notifyTo(receiver.uri(), "Bearer x");
      registry.push("r0001", "20300101-000000-0000000");

      assertThat(told.poll(10, TimeUnit.SECONDS)).contains("\"tag\": \"20300101-000000-0000000\"");
    }
    HttpResponse<String> manifest = get("/v2/r0001/manifests/20300101-000000-0000000");
    String digest = manifest.headers().firstValue("Docker-Content-Digest").orElseThrow();
    assertThat(get("/v2/r0001/manifests/" + digest).body()).isEqualTo(manifest.body());
    assertThat(get("/v2/r0001/manifests/20310101-000000-0000000").statusCode()).isEqualTo(404);
  }

  private HttpResponse<String> get(String path) throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(URI.create("http://" + registry.host() + path)).build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
