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
import org.springframework.kafka.test.EmbeddedKafkaKraftBroker;

/** A real broker for one test class, and a plain client beside the code under test. */
final class Broker implements AutoCloseable {
  static final int PARTITIONS = 4;
  private final EmbeddedKafkaKraftBroker broker;
  private final String address;

  Broker() {
    broker = new EmbeddedKafkaKraftBroker(1, PARTITIONS).kafkaPorts(freePort());
    broker.brokerProperties(
        Map.of(
            "group.initial.rebalance.delay.ms", "0",
            "offsets.topic.num.partitions", "1",
            "auto.create.topics.enable", "false"));
    broker.afterPropertiesSet();
    address = broker.getBrokersAsString();
  }

  /** Takes the broker away; what it holds stays. */
  void stop() {
    brokerServer().shutdown();
    brokerServer().awaitShutdown();
  }

  void startAgain() {
    brokerServer().startup();
  }

  private BrokerServer brokerServer() {
    var cluster = Objects.requireNonNull(broker.getCluster());
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
    broker.destroy();
  }
}
