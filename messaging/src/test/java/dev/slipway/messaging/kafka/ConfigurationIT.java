package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Environment;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ConfigurationIT {
  private static final EnvironmentName STAGING = EnvironmentName.parse("staging");
  private Broker broker;

  @BeforeEach
  void startBroker() {
    broker = new Broker();
  }

  @AfterEach
  void stopBroker() {
    broker.close();
  }

  /** A service that looks at the configuration with each event. */
  private static final class Looking extends Notes {
    private final List<Integer> known = new CopyOnWriteArrayList<>();
    private volatile @Nullable Configuration configuration;

    @Override
    public Next work(KeyContext<Noted> context) throws InterruptedException {
      configuration = context.configuration();
      known.add(context.configuration().environments().size());
      return super.work(context);
    }
  }

  @Test
  void isReadWholeBeforeTheFirstEvent() {
    try (var writer = new RunningService.Starting(broker, "writer").start().awaitReady()) {
      writer
          .publisher()
          .publish(
              IntStream.range(0, 500)
                  .mapToObj(i -> Samples.environment("environment-" + i, "apps"))
                  .toList());
      writer.publisher().publish(Samples.hold("staging"));
    }
    var looking = new Looking();
    try (var _ = start(looking)) {
      await().untilAsserted(() -> assertThat(looking.done("staging")).hasSize(1));
      assertThat(looking.known.getFirst()).isEqualTo(500);
      Configuration configuration = Objects.requireNonNull(looking.configuration);
      assertThat(configuration.hasRead(499)).isTrue();
      assertThat(configuration.hasRead(500)).isFalse();
    }
  }

  @Test
  void isFollowedAndWakesTheWorkers() {
    var looking = new Looking();
    try (var service = start(looking)) {
      service.publisher().publish(Samples.hold("staging"));
      await().untilAsserted(() -> assertThat(looking.known).containsOnly(0));

      service.publisher().publish(Samples.environment("staging", "apps/staging"));
      await().untilAsserted(() -> assertThat(looking.known).endsWith(1));
      Configuration configuration = service.configuration();
      assertThat(configuration.offsetOf(STAGING)).hasValue(0);

      service.publisher().publish(Samples.environment("staging", "apps/other"));
      await()
          .untilAsserted(
              () ->
                  assertThat(configuration.environment(STAGING).map(Environment::path))
                      .contains("apps/other"));
      assertThat(configuration.offsetOf(STAGING)).hasValue(1);

      service.publisher().remove(Topic.CONFIG, Environment.keyOf(STAGING));
      await().untilAsserted(() -> assertThat(configuration.environment(STAGING)).isEmpty());
      assertThat(configuration.hasRead(2)).isTrue();
    }
  }

  @Test
  void isShownWithEverythingElseByTheHistory() throws Exception {
    try (var service = start(new Notes())) {
      var before = List.of(Samples.hold("staging"), Samples.hold("production"));
      service.publisher().publish(Samples.environment("staging", "apps/staging"));
      service.publisher().publish(before);
      var seen = new ConcurrentLinkedQueue<Delivery>();
      var seenWhenCaughtUp = new AtomicInteger(-1);
      try (var _ =
          service
              .history()
              .follow(Set.of(Topic.values()), seen::add, () -> seenWhenCaughtUp.set(seen.size()))) {
        await().untilAsserted(() -> assertThat(seenWhenCaughtUp).hasValue(3));
        broker.sendPoison(Topic.REQUESTS.topicName(), "staging");
        var after = Samples.hold("staging");
        service.publisher().publish(after);
        await()
            .untilAsserted(
                () -> assertThat(seen).extracting(Delivery::envelope).contains(after).hasSize(4));
      }
    }
  }

  private RunningService start(Notes notes) {
    return new RunningService.Starting(broker, "looking")
        .keyed(notes, Topic.REQUESTS.topicName())
        .start()
        .awaitReady();
  }
}
