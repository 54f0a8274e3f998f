package dev.slipway.bench.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.Event;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.EventId;
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

/** Tells events as the services do: CloudEvents on Kafka, binary mode. */
public final class EventSender implements AutoCloseable {
  private final Producer<byte[], byte[]> producer;

  /** An event under the id that whoever tells it derived. */
  public record Told(EventId id, Event event) {}

  public EventSender(String bootstrapServers) {
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

  /**
   * Returns once the broker has them all.
   *
   * @return where the last one lies in its partition
   */
  public long send(List<Told> events) {
    List<Future<RecordMetadata>> sent = new ArrayList<>();
    events.forEach(event -> sent.add(producer.send(record(event))));
    long last = 0;
    try {
      for (Future<RecordMetadata> future : sent) {
        last = future.get().offset();
      }
      return last;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted", e);
    } catch (ExecutionException e) {
      throw new BenchException("the broker did not take an event: " + e.getCause(), e);
    }
  }

  private static ProducerRecord<byte[], byte[]> record(Told told) {
    Event event = told.event();
    var record =
        new ProducerRecord<>(
            event.type().topic().topicName(), event.key().getBytes(UTF_8), EventJson.write(event));
    Map.of(
            "ce_specversion", "1.0",
            "ce_id", told.id().toString(),
            "ce_source", "/slipway-bench",
            "ce_type", event.type().typeName(),
            "ce_time", Instant.now().toString(),
            "ce_subject", event.key(),
            "ce_correlationid", told.id().toString(),
            "content-type", "application/json")
        .forEach((name, value) -> record.headers().add(name, value.getBytes(UTF_8)));
    return record;
  }

  @Override
  public void close() {
    producer.close();
  }
}
