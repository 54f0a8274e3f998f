package dev.slipway.notifier;

import static dev.slipway.notifier.Examples.DEPLOY;
import static dev.slipway.notifier.Examples.PRODUCTION;
import static dev.slipway.notifier.Examples.STAGING;
import static dev.slipway.notifier.Examples.environment;
import static dev.slipway.notifier.Examples.failed;
import static dev.slipway.notifier.Examples.held;
import static dev.slipway.notifier.Examples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Event;
import dev.slipway.messaging.testing.Observer;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.slack.SlackMessage;
import dev.slipway.sandbox.slack.SlackStandIn;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/** The whole service against a real broker and two stand-ins for Slack. */
@Timeout(value = 4, unit = TimeUnit.MINUTES)
class NotifierIT {
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final String ALL =
      "rollout-succeeded rollout-failed revision-held configuration-rejected";

  private final Path directory;
  private final EmbeddedBroker broker;
  private final SlackStandIn quick;
  private final SlackStandIn slow;
  private final Observer observer;
  private final List<ConfigurableApplicationContext> notifiers = new ArrayList<>();

  NotifierIT(@TempDir Path directory) throws Exception {
    this.directory = directory;
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    quick = SlackStandIn.start(directory.resolve("quick"), 0);
    slow = SlackStandIn.start(directory.resolve("slow"), 0);
    Files.writeString(directory.resolve("quick-url"), quick.webhook("team").toString());
    Files.writeString(directory.resolve("slow-url"), slow.webhook("audit").toString());
    Files.writeString(
        directory.resolve("tokens.yaml"), "- {actor: anna, role: operate, token: token-of-anna}");
    observer = Observer.on(broker.bootstrapServers());
    publish(environment(STAGING, DEPLOY));
    publish(environment(PRODUCTION, DEPLOY));
    publish(Examples.subscription(0, "quick", null, "", ALL));
    publish(Examples.subscription(1, "slow", null, "production", "rollout-failed"));
  }

  @AfterEach
  void stop() {
    notifiers.forEach(ConfigurableApplicationContext::close);
    observer.close();
    quick.close();
    slow.close();
    broker.close();
  }

  @Test
  void tellsEachReceiverWhatItAskedForAndNobodyWaitsForTheSlow() throws Exception {
    slow.slowDown(Duration.ofSeconds(60));
    publish(succeeded(STAGING, "0.0.9"), Instant.now().minus(Duration.ofHours(2)));
    ConfigurableApplicationContext first = start();
    publish(failed(PRODUCTION));
    publish(succeeded(PRODUCTION, "1.4.1"));
    awaitTexts(quick, 2);
    publish(held(PRODUCTION, "1.4.2"));
    awaitTexts(quick, 3);
    publish(new ConfigurationRejected(DEPLOY, Examples.COMMIT, List.of()));
    awaitTexts(quick, 4);
    assertThat(texts(quick))
        .contains(
            "production web 1.4.1 is running (3 s)",
            "production web 1.4.1 → 1.4.2 HELD us-west-2: 1 running, us-east-2: empty")
        .anyMatch(text -> text.contains("is not followed"))
        .noneMatch(text -> text.contains("0.0.9"));

    quick.failNext(429, 1, Duration.ofSeconds(2));
    publish(succeeded(STAGING, "7"));
    first.close();
    slow.recover();
    start();
    awaitTexts(slow, 1);
    awaitTexts(quick, 5);
    assertThat(texts(quick)).contains("staging web 7 is running (3 s)");
  }

  @Test
  void triesAReceiverOutForWhoeverMay() throws Exception {
    ConfigurableApplicationContext notifier = start();
    HttpResponse<String> sent = test(notifier, "quick", "token-of-anna");
    assertThat(sent.statusCode()).isEqualTo(200);
    assertThat(sent.body()).contains("\"delivered\":true").contains("it took the message: 200");
    assertThat(texts(quick)).containsExactly("A test from Slipway: anna tries the receiver quick.");

    quick.failNext(404, 1, Duration.ZERO);
    HttpResponse<String> refused = test(notifier, "quick", "token-of-anna");
    assertThat(refused.statusCode()).isEqualTo(502);
    assertThat(refused.body())
        .contains("\"delivered\":false")
        .contains("it says 404")
        .contains("check the address in its url-file")
        .doesNotContain("services");

    assertThat(test(notifier, "absent", "token-of-anna").statusCode()).isEqualTo(404);
    assertThat(test(notifier, "quick", "guessed").statusCode()).isEqualTo(401);
    assertThat(texts(quick)).hasSize(1);
  }

  private ConfigurableApplicationContext start() {
    ConfigurableApplicationContext notifier =
        new SpringApplicationBuilder(NotifierApplication.class)
            .run(
                "--server.port=0",
                "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
                "--slipway.notifier.receivers.quick.type=slack",
                "--slipway.notifier.receivers.quick.url-file=" + directory.resolve("quick-url"),
                "--slipway.notifier.receivers.slow.type=webhook",
                "--slipway.notifier.receivers.slow.url-file=" + directory.resolve("slow-url"),
                "--slipway.notifier.timeout=5s",
                "--slipway.notifier.tokens-file=" + directory.resolve("tokens.yaml"));
    notifiers.add(notifier);
    return notifier;
  }

  private void publish(Event event) {
    observer.publish(event);
  }

  private void publish(Event event, Instant time) {
    observer.publish(event, time);
  }

  private static HttpResponse<String> test(
      ConfigurableApplicationContext notifier, String receiver, String token) throws Exception {
    String port = notifier.getEnvironment().getRequiredProperty("local.server.port");
    try (HttpClient client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(
                  URI.create("http://127.0.0.1:" + port + "/receivers/" + receiver + "/test"))
              .header("Authorization", "Bearer " + token)
              .POST(BodyPublishers.noBody())
              .build(),
          BodyHandlers.ofString());
    }
  }

  private static void awaitTexts(SlackStandIn slack, int number) {
    await().atMost(PATIENCE).until(() -> slack.messages().size() >= number);
  }

  private static List<String> texts(SlackStandIn slack) {
    return slack.messages().stream().map(SlackMessage::text).toList();
  }
}
