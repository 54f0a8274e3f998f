package dev.slipway.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.sandbox.http.Answers;
import dev.slipway.sandbox.http.Faults;
import dev.slipway.sandbox.http.LoopbackServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PushNotificationsIT {
  private static final JsonMapper JSON = new JsonMapper();

  @TempDir Path data;
  private final Queue<JsonNode> received = new ConcurrentLinkedQueue<>();
  private final Queue<String> authorizations = new ConcurrentLinkedQueue<>();
  private final Faults faults = new Faults(status -> "{}");

  @Test
  void tellsEveryTaggedPushInOrderUntilItIsTaken() throws Exception {
    try (LoopbackServer receiver = receiver();
        SandboxRegistry registry = SandboxRegistry.start(data, 0)) {
      registry.notifyTo(receiver.uri().resolve("/hook"), "Bearer sesame");
      faults.failNext(503, 2, Duration.ZERO);
      ImagePusher pusher = ImagePusher.to(registry.host());

      String first = pusher.push("demo/web", "1.0.0");
      String second = pusher.push("demo/web", "1.1.0");

      await().until(() -> received.size() == 2);
      assertThat(received.stream().map(event -> event.at("/events/0/target/tag").asString()))
          .containsExactly("1.0.0", "1.1.0");
      assertThat(received.stream().map(event -> event.at("/events/0/target/digest").asString()))
          .containsExactly(first, second);
      JsonNode event = received.element().at("/events/0");
      assertThat(event.path("action").asString()).isEqualTo("push");
      assertThat(event.at("/target/repository").asString()).isEqualTo("demo/web");
      assertThat(event.at("/target/mediaType").asString())
          .isEqualTo("application/vnd.oci.image.manifest.v1+json");
      assertThat(event.at("/request/host").asString()).isEqualTo(registry.host());
      assertThat(List.copyOf(authorizations)).containsExactly("Bearer sesame", "Bearer sesame");
    }
  }

  private LoopbackServer receiver() {
    return LoopbackServer.start(
        "receiver",
        0,
        faults.before(
            exchange -> {
              authorizations.add(
                  exchange
                      .getRequestHeaders()
                      .getOrDefault("Authorization", List.of(""))
                      .getFirst());
              String body = new String(exchange.getRequestBody().readAllBytes(), UTF_8);
              received.add(JSON.readTree(body));
              Answers.empty(exchange, 204);
            }));
  }
}
