package dev.slipway.sandbox.slack;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class SlackStandInIT {
  @TempDir Path data;
  private final HttpClient client = HttpClient.newHttpClient();
  private SlackStandIn slack;

  @BeforeEach
  void start() {
    slack = SlackStandIn.start(data.resolve("slack/messages"), 0);
  }

  @AfterEach
  void stop() {
    slack.close();
    client.close();
  }

  @Test
  void keepsWhatItIsSentAndShowsIt() throws Exception {
    HttpResponse<String> answer = post("deployments", "{\"text\":\"rolled out\",\"blocks\":[]}");

    assertThat(answer.statusCode()).isEqualTo(200);
    assertThat(answer.body()).isEqualTo("ok");
    assertThat(slack.messages())
        .singleElement()
        .satisfies(
            message -> {
              assertThat(message.webhook()).isEqualTo("deployments");
              assertThat(message.text()).isEqualTo("rolled out");
              assertThat(message.body().has("blocks")).isTrue();
            });
    JsonNode shown = new JsonMapper().readTree(get("/messages").body());
    assertThat(shown.at("/0/body/text").asString()).isEqualTo("rolled out");
  }

  @Test
  void remembersOverARestartAndSkipsAHalfWrittenLine() throws Exception {
    post("deployments", "{\"text\":\"one\"}");
    slack.close();
    Files.writeString(
        data.resolve("slack/messages"), "{\"receivedAt\":\"2026", StandardOpenOption.APPEND);

    slack = SlackStandIn.start(data.resolve("slack/messages"), 0);
    post("deployments", "{\"text\":\"two\"}");

    assertThat(slack.messages()).extracting(SlackMessage::text).containsExactly("one", "two");
    slack.close();
    slack = SlackStandIn.start(data.resolve("slack/messages"), 0);
    assertThat(slack.messages()).extracting(SlackMessage::text).containsExactly("one", "two");
    slack.clear();
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void refusesWhatSlackRefuses() throws Exception {
    assertThat(post("deployments", "not json").body()).isEqualTo("invalid_payload");
    assertThat(post("deployments", "{}").body()).isEqualTo("no_text");
    assertThat(get("/services/deployments").statusCode()).isEqualTo(405);
    assertThat(get("/elsewhere").statusCode()).isEqualTo(404);
    assertThat(slack.messages()).isEmpty();
  }

  @Test
  void limitsTheRateOnDemandButAlwaysShowsItsMessages() throws Exception {
    slack.failNext(429, 1, Duration.ofSeconds(30));

    assertThat(get("/messages").statusCode()).isEqualTo(200);
    HttpResponse<String> limited = post("deployments", "{\"text\":\"one\"}");
    assertThat(limited.statusCode()).isEqualTo(429);
    assertThat(limited.headers().firstValue("Retry-After")).hasValue("30");
    assertThat(slack.messages()).isEmpty();
    assertThat(post("deployments", "{\"text\":\"one\"}").statusCode()).isEqualTo(200);
  }

  private HttpResponse<String> post(String webhook, String body) throws Exception {
    return send(
        HttpRequest.newBuilder(slack.webhook(webhook))
            .header("Content-Type", "application/json")
            .POST(HttpRequest.BodyPublishers.ofString(body)));
  }

  private HttpResponse<String> get(String path) throws Exception {
    return send(HttpRequest.newBuilder(URI.create(slack.uri() + path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) throws Exception {
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }
}
