package dev.slipway.bench.writer;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.bench.running.BenchException;
import dev.slipway.events.EventJson;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Tells of new versions as the registry watcher does: CloudEvents on Kafka, binary mode. */
final class ImageEvents implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;

  ImageEvents(String bootstrapServers) {
    producer =
        new KafkaProducer<>(
            Map.of(
                ProducerConfig.BOOTSTRAP_SERVERS_CONFIG,
                bootstrapServers,
                ProducerConfig.ACKS_CONFIG,
                "all",
                ProducerConfig.LINGER_MS_CONFIG,
                0),
            new ByteArraySerializer(),
            new ByteArraySerializer());
  }

  /** Returns once the broker has them all. */
  void publish(List<Integer> images, String version) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    images.forEach(image -> sent.add(producer.send(published(image, version))));
    try {
      for (Future<RecordMetadata> future : sent) {
        future.get();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchException("the broker did not take an event: " + e.getCause(), e);
    }
  }

  /** The id under which that version's event is published. */
  static EventId id(int image, String version) {
    return EventId.derive("bench", ManifestRepository.image(image), version);
  }

  private static ProducerRecord<byte[], byte[]> published(int image, String version) {
    ImageRepository repository = ImageRepository.parse(ManifestRepository.image(image));
    Digest digest = Digest.parse("sha256:%064x".formatted(image * 31L + version.hashCode() & 0xff));
    var event =
        new ImagePublished(repository, Tag.parse(version), digest, Instant.now(), Map.of(), null);
    EventId id = id(image, version);
    var record =
        new ProducerRecord<>(
            event.type().topic().topicName(), event.key().getBytes(UTF_8), EventJson.write(event));
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", id.toString(),
            "ce_source", "/slipway-bench",
            "ce_type", event.type().typeName(),
            "ce_time", Instant.now().toString(),
            "ce_subject", event.key(),
            "ce_correlationid", id.toString(),
            "content-type", "application/json")
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  @Override
  public void close() {
    producer.close();
  }
}
