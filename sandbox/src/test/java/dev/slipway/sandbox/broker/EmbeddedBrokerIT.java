package dev.slipway.sandbox.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmbeddedBrokerIT {
  @TempDir Path data;

  @Test
  void keepsRecordsOffsetsAndItsPortOverARestart() throws Exception {
    String address;
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      address = broker.bootstrapServers();
      createTopic(address, "images");
      send(address, "images", "one");
      assertThat(readAll(address, "images")).containsExactly("one");
      send(address, "images", "two");
    }
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      assertThat(broker.bootstrapServers()).isEqualTo(address);
      assertThat(readAll(address, "images")).containsExactly("two");
    }
  }

  @Test
  void moveToAnotherPortLosesNothing() throws Exception {
    int first;
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      first = broker.port();
      createTopic(broker.bootstrapServers(), "images");
      send(broker.bootstrapServers(), "images", "one");
    }
    try (ServerSocket somebodyElse = new ServerSocket(first, 1, InetAddress.getLoopbackAddress());
        EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      assertThat(broker.port()).isNotEqualTo(somebodyElse.getLocalPort());
      assertThat(readAll(broker.bootstrapServers(), "images")).containsExactly("one");
    }
  }

  @Test
  void takesARecordOfSevenMegabytesAndTransactionsButInventsNoTopic() throws Exception {
    try (EmbeddedBroker broker = EmbeddedBroker.start(data, 0)) {
      String address = broker.bootstrapServers();
      createTopic(address, "images");
      try (KafkaProducer<String, String> producer =
          producer(address, Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, "writer"))) {
        producer.initTransactions();
        producer.beginTransaction();
        var sent = producer.send(new ProducerRecord<>("images", "x".repeat(7_000_000)));
        producer.commitTransaction();
        assertThat(sent).isDone();
      }
      assertThat(readAll(address, "images"))
          .singleElement()
          .satisfies(v -> assertThat(v).hasSize(7_000_000));
      assertThatThrownBy(
              () -> {
                try (Admin admin = admin(address)) {
                  admin.describeTopics(List.of("nobody-made-me")).allTopicNames().get();
                }
              })
          .isInstanceOf(ExecutionException.class)
          .hasCauseInstanceOf(UnknownTopicOrPartitionException.class);
    }
  }

  @Test
  void failsWithAnExceptionWhenTheWantedPortIsTaken() throws Exception {
    try (ServerSocket somebodyElse = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      assertThatThrownBy(() -> EmbeddedBroker.start(data, somebodyElse.getLocalPort()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(Integer.toString(somebodyElse.getLocalPort()));
    }
  }

  static void createTopic(String address, String name) throws Exception {
    try (Admin admin = admin(address)) {
      admin
          .createTopics(List.of(new NewTopic(name, Optional.of(1), Optional.empty())))
          .all()
          .get(30, TimeUnit.SECONDS);
    }
  }

  static void send(String address, String topic, String value) throws Exception {
    try (KafkaProducer<String, String> producer = producer(address, Map.of())) {
      producer.send(new ProducerRecord<>(topic, value)).get(30, TimeUnit.SECONDS);
    }
  }

  /** What the group {@code readers} has not committed yet; commits it. */
  static List<String> readAll(String address, String topic) {
    Map<String, Object> settings =
        Map.of(
            ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address,
            ConsumerConfig.GROUP_ID_CONFIG, "readers",
            ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest",
            ConsumerConfig.ISOLATION_LEVEL_CONFIG, "read_committed",
            ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, "false");
    try (KafkaConsumer<String, String> consumer =
        new KafkaConsumer<>(settings, new StringDeserializer(), new StringDeserializer())) {
      consumer.subscribe(List.of(topic));
      for (int i = 0; i < 30; i++) {
        var records = consumer.poll(Duration.ofSeconds(1));
        if (!records.isEmpty()) {
          consumer.commitSync();
          List<String> values = new ArrayList<>();
          for (ConsumerRecord<String, String> record : records) {
            values.add(record.value());
          }
          return values;
        }
      }
      return List.of();
    }
  }

  private static KafkaProducer<String, String> producer(String address, Map<String, Object> extra) {
    Map<String, Object> settings = new HashMap<>(extra);
    settings.put(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address);
    settings.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, 8 * 1024 * 1024);
    return new KafkaProducer<>(settings, new StringSerializer(), new StringSerializer());
  }

  private static Admin admin(String address) {
    return Admin.create(Map.of(AdminClientConfig.BOOTSTRAP_SERVERS_CONFIG, address));
  }
}
