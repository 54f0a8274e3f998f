package dev.slipway.console;

import static dev.slipway.console.Shop.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventJson;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Revision;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.web.server.servlet.context.ServletWebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;
import tools.jackson.databind.JsonNode;

/** The console on a real broker. */
class ConsoleIT {
  private static final String TOKEN = "operate-token-0123456789";
  private static final Duration LONG = Duration.ofSeconds(60);

  @TempDir Path folder;
  private final HttpClient http = HttpClient.newHttpClient();

  @Test
  void aRequestTravelsOverTheBrokerAndTheViewOutlivesTheConsole() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0)) {
      Revision revision = Shop.revision(STAGING, 1, "1.4.2");
      try (ConfigurableApplicationContext console = start(broker)) {
        EventPublisher publisher = console.getBean(EventPublisher.class);
        declareTheShop(console, publisher);
        String id =
            post(
                    console,
                    "environments/staging/deploy",
                    "{\"image\":\"web\",\"version\":\"1.4.2\"}")
                .path("id")
                .asString();
        awaitProgress(console, id, Progress.PENDING);

        EventId request = EventId.parse(id);
        publish(publisher, request, committed(revision, request));
        awaitProgress(console, id, Progress.COMMITTED);
        publish(publisher, request, succeeded(revision));
        awaitProgress(console, id, Progress.RUNNING);
        assertThat(get(console, "services").path("services").isArray()).isTrue();
      }
      try (ConfigurableApplicationContext again = start(broker)) {
        awaitReady(again);
        JsonNode staging = get(again, "status?environment=staging").path("environments").path(0);
        assertThat(staging.path("progress").asString()).isEqualTo("RUNNING");
        assertThat(staging.path("commit").asString()).isEqualTo(revision.commit().toString());
        JsonNode story = get(again, "why?image=web&tag=1.4.2&environment=staging");
        assertThat(story.path("chapters").path(0).path("steps").path(0).path("type").asString())
            .isEqualTo("deploy-requested");
      }
    }
  }

  private void declareTheShop(ConfigurableApplicationContext console, EventPublisher publisher) {
    awaitReady(console);
    Shop shop = new Shop();
    shop.configuration.environments().forEach(e -> publish(publisher, EventId.random(), e));
    shop.configuration.watchedImages().forEach(i -> publish(publisher, EventId.random(), i));
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(get(console, "why?image=api").path("name").asString(""))
                    .isEqualTo("api"));
    assertThat(get(console, "status").path("environments").size()).isEqualTo(4);
  }

  private static RevisionCommitted committed(Revision revision, EventId request) {
    return new RevisionCommitted(
        revision,
        "slipway",
        "Update web",
        true,
        Instant.EPOCH,
        List.of(new ImageUpdate("web", Shop.WEB, "1.4.1", "1.4.2", request, request)));
  }

  private static RolloutSucceeded succeeded(Revision revision) {
    return new RolloutSucceeded(
        STAGING, revision.sequence(), revision.commit(), List.of(), List.of(), Duration.ZERO);
  }

  private static void publish(EventPublisher publisher, EventId cause, Event event) {
    publisher.publish(
        new EventEnvelope<>(EventId.random(), "/test", Instant.now(), event, cause, cause, null));
  }

  private ConfigurableApplicationContext start(EmbeddedBroker broker) throws Exception {
    Path tokens = folder.resolve("tokens.yaml");
    Files.writeString(tokens, "[{actor: olga, role: operate, token: " + TOKEN + "}]");
    return new SpringApplicationBuilder(ConsoleApplication.class)
        .run(
            "--server.port=0",
            "--slipway.console.tokens-file=" + tokens,
            "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers());
  }

  private void awaitReady(ConfigurableApplicationContext console) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(
                        http.send(
                                request(console, "/actuator/health/readiness").build(),
                                BodyHandlers.discarding())
                            .statusCode())
                    .isEqualTo(200));
  }

  private void awaitProgress(ConfigurableApplicationContext console, String id, Progress expected) {
    await()
        .atMost(LONG)
        .untilAsserted(
            () ->
                assertThat(get(console, "requests/" + id).path("progress").asString(""))
                    .isEqualTo(expected.name()));
  }

  private JsonNode get(ConfigurableApplicationContext console, String path) {
    return send(request(console, "/api/v1/" + path));
  }

  private JsonNode post(ConfigurableApplicationContext console, String path, String body) {
    return send(
        request(console, "/api/v1/" + path)
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private JsonNode send(HttpRequest.Builder request) {
    try {
      return EventJson.mapper()
          .readTree(http.send(request.build(), BodyHandlers.ofString()).body());
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private static HttpRequest.Builder request(ConfigurableApplicationContext console, String path) {
    var server = ((ServletWebServerApplicationContext) console).getWebServer();
    int port = Objects.requireNonNull(server).getPort();
    return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + path))
        .header("Authorization", "Bearer " + TOKEN);
  }
}
