package dev.slipway.notifier.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.EventId;
import dev.slipway.notifier.Message;
import dev.slipway.notifier.Messenger;
import dev.slipway.notifier.MessengerContract;
import dev.slipway.notifier.SendResult;
import dev.slipway.sandbox.slack.SlackMessage;
import dev.slipway.sandbox.slack.SlackStandIn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class HttpMessengerIT extends MessengerContract {
  private static final EventId ID = EventId.parse("event-1");
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final Duration TIMEOUT = Duration.ofSeconds(2);

  private final SlackStandIn slack;
  private final HttpMessenger messenger;
  private final Path urlFile;

  HttpMessengerIT(@TempDir Path directory) throws IOException {
    slack = SlackStandIn.start(directory.resolve("messages"), 0);
    urlFile = Files.writeString(directory.resolve("url"), slack.webhook("T0/B0/s3cr3t") + "\n");
    messenger =
        new HttpMessenger(
            Map.of(
                "slack", new HttpReceiver(ReceiverType.SLACK, urlFile),
                "robot", new HttpReceiver(ReceiverType.WEBHOOK, urlFile)),
            TIMEOUT,
            Clock.systemUTC());
  }

  @BeforeEach
  void clear() {
    slack.clear();
  }

  @AfterEach
  void stop() {
    messenger.close();
    slack.close();
  }

  @Override
  protected Messenger messenger() {
    return messenger;
  }

  @Override
  protected int arrived() {
    return slack.messages().size();
  }

  @Override
  protected void beBusy(Duration retryAfter) {
    slack.failNext(429, 1, retryAfter);
  }

  @Override
  protected void refuse() {
    slack.failNext(410, 1, Duration.ZERO);
  }

  @Test
  void slackGetsTheTextEscapedAndTheChannel() throws Exception {
    assertThat(send("slack", message("a < b & c > d <!channel>", "#deployments", null)))
        .isInstanceOf(SendResult.Delivered.class);
    SlackMessage got = slack.messages().getFirst();
    assertThat(got.text()).isEqualTo("a &lt; b &amp; c &gt; d &lt;!channel&gt;");
    assertThat(got.body().path("channel").asString()).isEqualTo("#deployments");
    assertThat(got.body().has("event")).isFalse();
  }

  @Test
  void aProgramGetsTheEventItself() throws Exception {
    send("robot", message("a < b", null, "{\"environment\":\"production\"}"));
    SlackMessage got = slack.messages().getFirst();
    assertThat(got.text()).isEqualTo("a < b");
    assertThat(got.body().path("id").asString()).isEqualTo("event-1");
    assertThat(got.body().path("type").asString()).isEqualTo("dev.slipway.rollout.failed.v1");
    assertThat(got.body().path("time").asString()).isEqualTo("2026-11-20T12:00:00Z");
    assertThat(got.body().path("correlation").asString()).isEqualTo("event-1");
    assertThat(got.body().path("event").path("environment").asString()).isEqualTo("production");
    assertThat(got.body().has("channel")).isFalse();
  }

  @Test
  void aReceiverThatIsBusySaysWhenToComeBack() throws Exception {
    slack.failNext(429, 1, Duration.ofSeconds(7));
    assertThat(send("slack", message("hello", null, null)))
        .isEqualTo(new SendResult.TryAgain(Duration.ofSeconds(7), "it says 429 rate_limited"));
    assertThat(send("slack", message("hello", null, null)))
        .isInstanceOf(SendResult.Delivered.class);
  }

  @Test
  void aWrongAddressIsRefused() throws Exception {
    slack.failNext(404, 1, Duration.ZERO);
    assertThat(send("slack", message("hello", null, null))).isInstanceOf(SendResult.Refused.class);
    assertThat(send("mail", message("hello", null, null)))
        .isEqualTo(new SendResult.Refused("slipway.notifier.receivers has no 'mail'"));
  }

  @Test
  void noAnswerMayBeOneLater() throws Exception {
    slack.cutOffNext(1);
    assertThat(send("slack", message("hello", null, null))).isInstanceOf(SendResult.TryAgain.class);
    slack.slowDown(Duration.ofSeconds(20));
    assertThat(send("slack", message("hello", null, null)))
        .isEqualTo(new SendResult.TryAgain(Duration.ZERO, "no answer within 2 s"));
  }

  @Test
  void neverShowsTheAddress() throws Exception {
    Files.writeString(urlFile, "https://hooks.example/s3cr3t with blanks");
    assertThat(send("slack", message("hello", null, null)).toString())
        .contains("holds no http(s) address")
        .doesNotContain("s3cr3t");
    Files.writeString(urlFile, "http://127.0.0.1:1/s3cr3t");
    assertThat(send("slack", message("hello", null, null)))
        .isEqualTo(new SendResult.TryAgain(Duration.ZERO, "no connection"));
    Files.delete(urlFile);
    assertThat(send("slack", message("hello", null, null))).isInstanceOf(SendResult.TryAgain.class);
  }

  @Test
  void followsAChangedAddressAtOnce() throws Exception {
    Files.writeString(urlFile, slack.webhook("other").toString());
    send("slack", message("hello", null, null));
    assertThat(slack.messages().getFirst().webhook()).isEqualTo("other");
  }

  private SendResult send(String receiver, Message message) throws InterruptedException {
    return messenger.send(receiver, message);
  }

  private static Message message(String text, @Nullable String channel, @Nullable String data) {
    return new Message(ID, "dev.slipway.rollout.failed.v1", NOON, ID, channel, text, data);
  }
}
