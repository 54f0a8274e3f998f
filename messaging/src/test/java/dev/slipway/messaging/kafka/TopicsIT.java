package dev.slipway.messaging.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Topic;
import dev.slipway.messaging.BrokerUnavailableException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.health.contributor.Status;

class TopicsIT {
  private static Broker broker;

  @BeforeAll
  static void startBroker() {
    broker = new Broker();
  }

  @AfterAll
  static void stopBroker() {
    broker.close();
  }

  @Test
  void areCreatedWithTheirSettingsByWhoeverIsFirst() throws Exception {
    try (var _ = start("first");
        var _ = start("second");
        Admin admin = broker.admin()) {
      List<String> names =
          Stream.concat(
                  Arrays.stream(Topic.values()).map(Topic::topicName),
                  Stream.of("first", "second")
                      .flatMap(
                          s -> Stream.of("work", "state", "dead-letters").map(k -> name(s, k))))
              .toList();
      var found = admin.describeTopics(names).allTopicNames().get();
      found.forEach(
          (name, topic) ->
              assertThat(topic.partitions())
                  .as(name)
                  .hasSize(name.equals("slipway.config") ? 1 : Broker.PARTITIONS));
      assertThat(setting(admin, "slipway.config", "cleanup.policy")).isEqualTo("compact");
      assertThat(setting(admin, "slipway.first.state", "cleanup.policy")).isEqualTo("compact");
      assertThat(setting(admin, "slipway.first.state", "min.compaction.lag.ms"))
          .isEqualTo("3600000");
      assertThat(setting(admin, "slipway.rollouts", "cleanup.policy")).isEqualTo("delete");
      assertThat(setting(admin, "slipway.rollouts", "retention.ms")).isEqualTo("7776000000");
      assertThat(setting(admin, "slipway.first.work", "retention.ms")).isEqualTo("604800000");
      assertThat(setting(admin, "slipway.images", "max.message.bytes")).isEqualTo("8388608");
    }
  }

  @Test
  void areRefusedByNameWithAnotherNumberOfPartitions() {
    try (var _ = start("first");
        var other =
            new RunningService.Starting(broker, "other")
                .keyed(new Notes(), Topic.REQUESTS.topicName())
                .with("partitions", Broker.PARTITIONS + 1)
                .start()) {
      await()
          .untilAsserted(
              () ->
                  assertThat(other.lifecycle().problem())
                      .contains("slipway.images has 4 partitions", "slipway.messaging.partitions"));
    }
  }

  @Test
  void areWaitedForWhereThereIsNoBrokerYet() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var service =
        new RunningService.Starting("127.0.0.1:" + port, "early")
            .keyed(new Notes(), Topic.REQUESTS.topicName())
            .with("publish-timeout", "200ms")
            .start()) {
      assertThat(service.lifecycle().problem()).isEqualTo("the configuration is not read yet");
      assertThat(service.health()).isEqualTo(Status.DOWN);
      assertThat(catchThrowable(() -> service.publisher().publish(Samples.hold("staging"))))
          .isInstanceOf(BrokerUnavailableException.class);
    }
  }

  private static RunningService start(String name) {
    return new RunningService.Starting(broker, name)
        .keyed(new Notes(), Topic.REQUESTS.topicName())
        .start()
        .awaitReady();
  }

  private static String name(String service, String kind) {
    return "slipway." + service + "." + kind;
  }

  private static String setting(Admin admin, String topic, String name) throws Exception {
    var resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
    Map<ConfigResource, Config> configs = admin.describeConfigs(List.of(resource)).all().get();
    return Objects.requireNonNull(configs.get(resource)).get(name).value();
  }
}
