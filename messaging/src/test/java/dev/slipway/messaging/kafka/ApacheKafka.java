package dev.slipway.messaging.kafka;

import org.testcontainers.DockerClientFactory;
import org.testcontainers.kafka.KafkaContainer;

/** Apache Kafka as it is released, in a container, where a Docker engine is there to run it. */
final class ApacheKafka {
  static final String POSSIBLE = "dev.slipway.messaging.kafka.ApacheKafka#isPossible";
  static final String WHY = "needs a Docker engine, which runs Apache Kafka in a container";
  private static final String IMAGE = "apache/kafka:4.2.1";

  private ApacheKafka() {}

  static boolean isPossible() {
    return DockerClientFactory.instance().isDockerAvailable();
  }

  static Broker start() {
    var kafka =
        new KafkaContainer(IMAGE)
            .withEnv("KAFKA_GROUP_INITIAL_REBALANCE_DELAY_MS", "0")
            .withEnv("KAFKA_OFFSETS_TOPIC_NUM_PARTITIONS", "1")
            .withEnv("KAFKA_AUTO_CREATE_TOPICS_ENABLE", "false");
    kafka.start();
    return new Broker(kafka.getBootstrapServers(), kafka::stop);
  }
}
