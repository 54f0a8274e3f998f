package dev.slipway.messaging.kafka;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.slipway.events.EventJson;
import dev.slipway.messaging.UnreadableDelivery;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import tools.jackson.core.JacksonException;

/** Makes partitions out of what the state topic holds. */
final class PartitionLoader<S extends Record> {
  private final WorkerServices<S> services;
  private final DeadLetters deadLetters;

  PartitionLoader(WorkerServices<S> services, DeadLetters deadLetters) {
    this.services = services;
    this.deadLetters = deadLetters;
  }

  /**
   * The partitions with the states of their keys; no worker runs yet.
   *
   * @throws org.apache.kafka.common.KafkaException the broker does not answer; a retry helps
   * @throws dev.slipway.messaging.BrokerUnavailableException likewise
   */
  List<Partition<S>> load(Set<Integer> numbers) {
    List<Partition<S>> loaded = new ArrayList<>();
    for (Map.Entry<Integer, StateStore.Restored> entry :
        services.store().restore(numbers).entrySet()) {
      StateStore.Restored restored = entry.getValue();
      Partition<S> partition = new Partition<>(entry.getKey(), restored.epoch(), services);
      restored.states().forEach((key, json) -> restore(partition, key, json));
      loaded.add(partition);
    }
    return loaded;
  }

  private void restore(Partition<S> partition, String key, byte[] json) {
    try {
      partition.restore(key, EventJson.mapper().readValue(json, services.service().stateType()));
    } catch (JacksonException e) {
      startAnew(partition, key, json, "state cannot be read: " + e.getClass().getSimpleName());
    }
  }

  /** What is lost is the dead letter's; the service is told, and may hold what it cannot judge. */
  private void startAnew(Partition<S> partition, String key, byte[] json, String problem) {
    String topic = services.store().topic();
    deadLetters.add(
        new ConsumerRecord<>(topic, partition.number(), 0, key.getBytes(UTF_8), json),
        DeadLetters.Reason.UNREADABLE,
        problem);
    S anew =
        services
            .service()
            .recordUnreadable(
                key,
                services.service().initialState(key),
                new UnreadableDelivery(topic, key, null, problem));
    partition.restore(key, anew).keyState().rewriteNextTime();
  }
}
