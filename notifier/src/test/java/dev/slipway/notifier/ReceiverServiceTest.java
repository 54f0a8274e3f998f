package dev.slipway.notifier;

import static dev.slipway.notifier.Examples.DEPLOY;
import static dev.slipway.notifier.Examples.PRODUCTION;
import static dev.slipway.notifier.Examples.SEQUENCE;
import static dev.slipway.notifier.Examples.STAGING;
import static dev.slipway.notifier.Examples.committed;
import static dev.slipway.notifier.Examples.environment;
import static dev.slipway.notifier.Examples.failed;
import static dev.slipway.notifier.Examples.held;
import static dev.slipway.notifier.Examples.subscription;
import static dev.slipway.notifier.Examples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventJson;
import dev.slipway.events.EventType;
import dev.slipway.events.Subscription;
import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.testing.FakeConfiguration;
import dev.slipway.messaging.testing.RecordingPublisher;
import dev.slipway.messaging.testing.ServiceHarness;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ReceiverServiceTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final String ALL = "rollout-succeeded rollout-failed revision-held";

  private final FakeConfiguration configuration = new FakeConfiguration();
  private final FakeMessenger messenger = new FakeMessenger();
  private final List<String> outcomes = new ArrayList<>();
  private Duration elapsed = Duration.ZERO;
  private ServiceHarness<ReceiverState> harness =
      new ServiceHarness<>(service(), new RecordingPublisher(), configuration);

  @BeforeEach
  void declare() {
    configuration.put(environment(STAGING, DEPLOY));
    configuration.put(environment(PRODUCTION, DEPLOY));
    configuration.put(subscription(0, "slack", null, "", ALL));
  }

  @Test
  void sendsInOrderAndOnce() throws Exception {
    EventEnvelope<?> first = deliver(succeeded(STAGING, "1"));
    deliver(succeeded(PRODUCTION, "1"));
    harness.deliver("slack", first);
    assertThat(work()).isEqualTo(Next.whenChanged());
    assertThat(messenger.texts())
        .containsExactly("staging web 1 is running (3 s)", "production web 1 is running (3 s)");
    harness.deliver("slack", first);
    work();
    assertThat(messenger.texts()).hasSize(2);
    assertThat(outcomes).containsExactly("sent/delivered", "sent/delivered");
  }

  @Test
  void saysWhatChangesByWhatItHasSeen() throws Exception {
    deliver(succeeded(PRODUCTION, "1.4.1"));
    deliver(committed(PRODUCTION, SEQUENCE, "1.4.2"));
    deliver(held(PRODUCTION, "1.4.2"));
    deliver(failed(PRODUCTION));
    work();
    assertThat(messenger.texts())
        .containsExactly(
            "production web 1.4.1 is running (3 s)",
            "production web 1.4.1 → 1.4.2 HELD us-west-2: 1 running, us-east-2: empty",
            "production web 1.4.1 → 1.4.2 FAILED: a container crashes (Deployment/web): exit code"
                + " 1: no such table");
  }

  @Test
  void oneMessagePerChannelThoughSeveralSubscriptionsAskForIt() throws Exception {
    configuration.put(subscription(1, "slack", "#deployments", "production", ALL));
    configuration.put(subscription(2, "slack", "#deployments", "", ALL));
    deliver(failed(PRODUCTION));
    work();
    assertThat(messenger.sent.stream().map(sent -> Objects.toString(sent.message().channel(), "-")))
        .containsExactly("-", "#deployments");
  }

  @Test
  void aProgramGetsTheEventToo() throws Exception {
    configuration.put(subscription(1, "robot", null, "", ALL));
    EventEnvelope<?> envelope = EventEnvelope.first(EventId.random(), "/t", NOON, failed(STAGING));
    harness.deliver("robot", envelope);
    harness.work("robot");
    String data = Objects.requireNonNull(messenger.sent.getFirst().message().data());
    assertThat(EventJson.read(EventType.ROLLOUT_FAILED, data.getBytes(StandardCharsets.UTF_8)))
        .isEqualTo(failed(STAGING));
  }

  @Test
  void triesAgainForEverAndEverMoreSeldom() throws Exception {
    deliver(failed(STAGING));
    for (int seconds : new int[] {1, 2, 4, 8, 16, 32, 60, 60, 60}) {
      messenger.answerNext(FakeMessenger.tryAgain(Duration.ZERO));
      assertThat(work()).isEqualTo(Next.after(Duration.ofSeconds(seconds)));
      elapsed = elapsed.plusSeconds(seconds);
    }
    work();
    assertThat(messenger.texts()).hasSize(1);
  }

  @Test
  void leavesAReceiverAloneForAsLongAsItAsksThoughNewMessagesCome() throws Exception {
    deliver(failed(STAGING));
    messenger.answerNext(FakeMessenger.tryAgain(Duration.ofSeconds(30)));
    assertThat(work()).isEqualTo(Next.after(Duration.ofSeconds(30)));
    elapsed = elapsed.plusSeconds(29);
    deliver(failed(PRODUCTION));
    assertThat(work()).isEqualTo(Next.after(Duration.ofSeconds(1)));
    elapsed = elapsed.plusSeconds(1);
    work();
    assertThat(messenger.texts()).hasSize(2);
  }

  @Test
  void whatIsRefusedIsDroppedAndTheNextOneSaysSo() throws Exception {
    deliver(failed(STAGING));
    deliver(succeeded(STAGING, "2"));
    deliver(succeeded(PRODUCTION, "2"));
    messenger.answerNext(FakeMessenger.refused());
    assertThat(work()).isEqualTo(Next.whenChanged());
    assertThat(messenger.texts())
        .containsExactly(
            "staging web 2 is running (3 s)\n(before this, 1 message could not be sent)",
            "production web 2 is running (3 s)");
    assertThat(outcomes)
        .containsExactly("dropped/receiver-refused", "sent/delivered", "sent/delivered");
  }

  @Test
  void theOldestMakeRoomWhereTooManyWait() throws Exception {
    messenger.answerNext(FakeMessenger.tryAgain(Duration.ZERO));
    for (int version = 1; version <= 5; version++) {
      deliver(succeeded(STAGING, "" + version));
    }
    work();
    elapsed = elapsed.plusSeconds(1);
    work();
    assertThat(messenger.texts())
        .containsExactly(
            "staging web 3 is running (3 s)\n(before this, 2 messages could not be sent)",
            "staging web 4 is running (3 s)",
            "staging web 5 is running (3 s)");
    assertThat(outcomes).contains("dropped/outbox-full");
  }

  @Test
  void whatWaitedTooLongIsGivenUp() throws Exception {
    deliver(failed(STAGING));
    messenger.answerNext(FakeMessenger.tryAgain(Duration.ZERO));
    work();
    elapsed = Duration.ofHours(24).plusSeconds(1);
    work();
    assertThat(messenger.texts()).isEmpty();
    assertThat(outcomes).containsExactly("retried/unavailable", "dropped/too-old");
  }

  @Test
  void aRestartLosesNothing() throws Exception {
    deliver(succeeded(PRODUCTION, "1"));
    deliver(held(PRODUCTION, "2"));
    harness = harness.restart(service());
    work();
    assertThat(messenger.texts())
        .containsExactly(
            "production web 1 is running (3 s)",
            "production web 1 → 2 HELD us-west-2: 1 running, us-east-2: empty");
    assertThat(harness.state("slack").outbox()).isEmpty();
  }

  @Test
  void aReceiverThatNoSettingKnowsKeepsNothing() throws Exception {
    configuration.put(subscription(1, "mail", null, "", ALL));
    harness.deliver("mail", failed(STAGING));
    assertThat(harness.state("mail")).isEqualTo(ReceiverState.EMPTY);
    assertThat(outcomes).containsExactly("dropped/unknown-receiver");
  }

  @Test
  void aRefusedConfigurationIsToldOnceAndAgainWhenAnotherIs() throws Exception {
    configuration.put(subscription(1, "slack", null, "", "configuration-rejected"));
    assertThat(service().standingKeys(configuration)).containsExactly("slack");
    configuration.put(new ConfigurationRejected(DEPLOY, Examples.COMMIT, List.of()));
    configuration.put(new ConfigurationRejected(Examples.OTHER, Examples.COMMIT, List.of()));
    work();
    harness = harness.restart(service());
    work();
    assertThat(messenger.texts()).hasSize(1);
    assertThat(messenger.texts().getFirst()).contains("deploy.git (abc12345) is not followed");

    configuration.remove(ConfigurationRejected.keyOf(DEPLOY));
    work();
    configuration.put(new ConfigurationRejected(DEPLOY, Examples.COMMIT, List.of()));
    work();
    assertThat(messenger.texts()).hasSize(2);
  }

  @Test
  void whatIsNoLongerSubscribedIsNotSent() throws Exception {
    configuration.remove(Subscription.keyOf(DEPLOY, 0));
    deliver(failed(STAGING));
    work();
    assertThat(messenger.texts()).isEmpty();
  }

  private <E extends Event> EventEnvelope<E> deliver(E event) {
    EventEnvelope<E> envelope =
        EventEnvelope.first(EventId.random(), "/test", NOON.plus(elapsed), event);
    harness.deliver("slack", envelope);
    return envelope;
  }

  private Next work() throws InterruptedException {
    return harness.work("slack");
  }

  private ReceiverService service() {
    return new ReceiverService(
        messenger,
        configuration,
        (result, reason) -> outcomes.add(result + "/" + reason),
        new TestClock(),
        new Pauses(() -> elapsed.toNanos(), () -> 0),
        new Capacity(3, 100_000),
        Duration.ofHours(24));
  }

  private final class TestClock extends Clock {
    @Override
    public Instant instant() {
      return NOON.plus(elapsed);
    }

    @Override
    public ZoneId getZone() {
      return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
      return this;
    }
  }
}
