package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.function.Function;
import kafka.server.BrokerServer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.Deserializer;
import org.jspecify.annotations.Nullable;
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/**
 * A real broker for one test class, and a plain client beside the code under test. It runs in the
 * test's JVM, or wherever the test says.
 */
final class Broker implements AutoCloseable {
  static final int PARTITIONS = 4;
  private final @Nullable EmbeddedKafkaKraftBroker embedded;
  private final String address;
  private final Runnable end;

  Broker() {
    var broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS).kafkaPorts(freePort());
    broker.brokerProperties(
        Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "offsets.topic.num.partitions", "1",
            "auto.create.topics.enable", "false"));
    broker.afterPropertiesSet();
    embedded = broker;
    address = broker.getBrokersAsString();
    end = broker::destroy;
  }

  /** One that runs elsewhere, and that {@code end} puts an end to. */
  Broker(String address, Runnable end) {
    this.embedded = null;
    this.address = address;
    this.end = end;
  }

  /** Takes the broker of this JVM away; what it holds stays. */
  void stop() {
    brokerServer().shutdown();
    brokerServer().awaitShutdown();
  }

  void startAgain() {
    brokerServer().startup();
  }

  private BrokerServer brokerServer() {
    var cluster = Objects.requireNonNull(Objects.requireNonNull(embedded).getCluster());
    return cluster.brokers().values().iterator().next();
  }

  String address() {
    return address;
  }

  Admin admin() {
    return Admin.create(Map.of("bootstrap.servers", address()));
  }

  private static int freePort() {
    try (var socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  void send(ProducerRecord<byte[], byte[]> record) throws InterruptedException, ExecutionException {
    try (var producer =
        new KafkaProducer<>(
            Map.<String, Object>of(ProducerConfig.BOOTSTRAP_SERVERS_CONFIG, address()),
            new ByteArraySerializer(),
            new ByteArraySerializer())) {
      producer.send(record).get();
    }
  }

  /** Bytes that are no event. */
  void sendPoison(String topic, String key) throws InterruptedException, ExecutionException {
    send(new ProducerRecord<>(topic, null, key.getBytes(UTF_8), "{{ no event".getBytes(UTF_8)));
  }

  /** Everything that lies in the topic now. */
  List<ConsumerRecord<byte[], byte[]>> read(String topic) {
    return read(topic, new ByteArrayDeserializer());
  }

  <V> List<ConsumerRecord<byte[], V>> read(String topic, Deserializer<V> values) {
    return withConsumer(
        values,
        consumer -> {
          List<TopicPartition> partitions =
              consumer.partitionsFor(topic).stream()
                  .map(info -> new TopicPartition(topic, info.partition()))
                  .toList();
          consumer.assign(partitions);
          consumer.seekToBeginning(partitions);
          var ends = consumer.endOffsets(partitions);
          List<ConsumerRecord<byte[], V>> found = new ArrayList<>();
          while (ends.entrySet().stream()
              .anyMatch(end -> consumer.position(end.getKey()) < end.getValue())) {
            consumer.poll(Duration.ofMillis(100)).forEach(found::add);
          }
          return found;
        });
  }

  private <V, R> R withConsumer(
      Deserializer<V> values, Function<KafkaConsumer<byte[], V>, R> work) {
    Map<String, Object> config = new HashMap<>();
    config.put(ConsumerConfig.BOOTSTRAP_SERVERS_CONFIG, address());
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    try (var consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), values)) {
      return work.apply(consumer);
    }
  }

  @Override
  public void close() {
    end.run();
  }
}
