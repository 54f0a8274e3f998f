package dev.slipway.messaging.kafka;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.CommonClientConfigs;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.springframework.boot.kafka.autoconfigure.KafkaConnectionDetails;
import org.springframework.boot.kafka.autoconfigure.KafkaProperties;
import org.springframework.boot.kafka.autoconfigure.SslBundleSslEngineFactory;
import org.springframework.boot.ssl.SslBundle;
import org.springframework.kafka.core.ConsumerFactory;
import org.springframework.kafka.core.DefaultKafkaConsumerFactory;

/**
 * Makes Kafka's clients, with the settings that the promises rest on. What {@code spring.kafka}
 * says about the connection holds; what it says about delivery is overruled.
 */
final class KafkaClients {
  /** The largest event or state; the topics allow as much. */
  static final int LARGEST_RECORD_BYTES = 8 * 1024 * 1024;

  private static final Duration ASK_TIMEOUT = Duration.ofSeconds(10);
  private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

  private final KafkaProperties properties;
  private final KafkaConnectionDetails connection;
  private final MessagingSettings settings;

  KafkaClients(
      KafkaProperties properties, KafkaConnectionDetails connection, MessagingSettings settings) {
    this.properties = properties;
    this.connection = connection;
    this.settings = settings;
  }

  Admin admin() {
    Map<String, Object> config = new HashMap<>(properties.buildAdminProperties());
    addCommon(config, connection.getAdmin(), "admin");
    config.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(ASK_TIMEOUT));
    config.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, millis(REQUEST_TIMEOUT));
    return Admin.create(config);
  }

  Producer<byte[], byte[]> producer() {
    Map<String, Object> config = new HashMap<>(properties.buildProducerProperties());
    addCommon(config, connection.getProducer(), "producer");
    int timeout = millis(settings.publishTimeout());
    config.put(ProducerConfig.ACKS_CONFIG, "all");
    config.put(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, true);
    config.put(ProducerConfig.COMPRESSION_TYPE_CONFIG, "lz4");
    config.put(ProducerConfig.LINGER_MS_CONFIG, 0);
    config.put(ProducerConfig.MAX_REQUEST_SIZE_CONFIG, LARGEST_RECORD_BYTES);
    config.put(ProducerConfig.MAX_BLOCK_MS_CONFIG, timeout);
    config.put(ProducerConfig.DELIVERY_TIMEOUT_MS_CONFIG, timeout);
    config.put(
        ProducerConfig.REQUEST_TIMEOUT_MS_CONFIG, Math.min(timeout, millis(REQUEST_TIMEOUT)));
    return new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer());
  }

  /** A consumer outside every group: assign partitions to it. */
  Consumer<byte[], byte[]> reader(String purpose) {
    return new KafkaConsumer<>(
        consumerConfig(purpose), new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  /** Consumers that share the partitions of their topics as members of a group. */
  ConsumerFactory<byte[], byte[]> members(String purpose, Class<?> assignor, String group) {
    Map<String, Object> config = consumerConfig(purpose);
    config.put(ConsumerConfig.GROUP_ID_CONFIG, group);
    config.put(ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG, List.of(assignor.getName()));
    // A member hears at its next heartbeat that partitions are to move.
    config.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, 6_000);
    config.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, 1_000);
    config.put(ConsumerConfig.MAX_POLL_RECORDS_CONFIG, 200);
    String instance = settings.instanceId();
    if (instance != null) {
      config.put(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG, instance);
    }
    return new DefaultKafkaConsumerFactory<>(
        config, new ByteArrayDeserializer(), new ByteArrayDeserializer());
  }

  private Map<String, Object> consumerConfig(String purpose) {
    Map<String, Object> config = new HashMap<>(properties.buildConsumerProperties());
    addCommon(config, connection.getConsumer(), purpose);
    config.put(ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG, false);
    config.put(ConsumerConfig.AUTO_OFFSET_RESET_CONFIG, "earliest");
    config.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
    config.put(ConsumerConfig.FETCH_MIN_BYTES_CONFIG, 1);
    // Not Kafka's 50 MB: a service that catches up has a small heap. A larger record still comes.
    config.put(ConsumerConfig.FETCH_MAX_BYTES_CONFIG, LARGEST_RECORD_BYTES);
    config.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, millis(ASK_TIMEOUT));
    // A topic that another service creates a moment later is seen soon.
    config.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, 30_000);
    return config;
  }

  private void addCommon(
      Map<String, Object> config, KafkaConnectionDetails.Configuration details, String purpose) {
    config.put(CommonClientConfigs.BOOTSTRAP_SERVERS_CONFIG, details.getBootstrapServers());
    String protocol = details.getSecurityProtocol();
    if (protocol != null) {
      config.put(CommonClientConfigs.SECURITY_PROTOCOL_CONFIG, protocol);
    }
    SslBundle bundle = details.getSslBundle();
    if (bundle != null) {
      // Certificates as PEM files, read again when they are renewed: spring.ssl.bundle.
      config.put(SslConfigs.SSL_ENGINE_FACTORY_CLASS_CONFIG, SslBundleSslEngineFactory.class);
      config.put(SslBundle.class.getName(), bundle);
    }
    config.put(CommonClientConfigs.CLIENT_ID_CONFIG, settings.service() + "-" + purpose);
    // Beans for JMX cost memory and are read by nobody: Micrometer is the way out.
    config.put(CommonClientConfigs.METRIC_REPORTER_CLASSES_CONFIG, List.of());
    config.put(CommonClientConfigs.ENABLE_METRICS_PUSH_CONFIG, false);
  }

  private static int millis(Duration duration) {
    return Math.toIntExact(duration.toMillis());
  }
}
