package dev.slipway.messaging.kafka;

import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.KeyMovedException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.function.UnaryOperator;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * The changes that one poll brings: per key, folded in order, written once, and seen by the workers
 * only when all of them are durable. Holds the keys until it is closed.
 */
final class FoldBatch<S extends Record> implements AutoCloseable {
  private record Change<S extends Record>(Partition<S> partition, String key, S state) {}

  private final Map<KeyWorker<S>, Change<S>> changes = new LinkedHashMap<>();

  /** Where the fold throws, the state of the key is as before. */
  void fold(Partition<S> partition, String key, UnaryOperator<S> fold) {
    KeyWorker<S> worker = partition.worker(key);
    Change<S> before = changes.get(worker);
    if (before == null) {
      worker.keyState().beginChange();
      before = new Change<>(partition, key, worker.keyState().current());
      changes.put(worker, before);
    }
    changes.put(worker, new Change<>(partition, key, fold.apply(before.state())));
  }

  /**
   * Writes what has changed, waits until it is durable, and wakes the workers.
   *
   * @throws BrokerUnavailableException nothing counts as changed; folding the same again is safe
   * @throws KeyMovedException likewise
   */
  void commit(Sender sender) {
    changes.entrySet().removeIf(entry -> unchanged(entry.getKey(), entry.getValue()));
    try {
      Map<String, Future<RecordMetadata>> sent = new LinkedHashMap<>();
      for (Change<S> change : changes.values()) {
        sent.put(change.key(), write(change));
      }
      sent.forEach((key, written) -> await(sender, key, written));
    } catch (RuntimeException e) {
      changes.keySet().forEach(worker -> worker.keyState().rewriteNextTime());
      throw e;
    }
    changes.forEach(
        (worker, change) -> {
          worker.keyState().changed(change.state());
          worker.wake();
        });
  }

  private static <S extends Record> Future<RecordMetadata> write(Change<S> change) {
    try {
      return change.partition().write(change.key(), change.state());
    } catch (IllegalArgumentException e) {
      throw naming(change.key(), e);
    }
  }

  private static void await(Sender sender, String key, Future<RecordMetadata> written) {
    try {
      sender.await(List.of(written));
    } catch (IllegalArgumentException e) {
      throw naming(key, e);
    }
  }

  private static IllegalArgumentException naming(String key, IllegalArgumentException tooLarge) {
    return new IllegalArgumentException(
        "the state of " + key + ": " + tooLarge.getMessage(), tooLarge);
  }

  private boolean unchanged(KeyWorker<S> worker, Change<S> change) {
    boolean unchanged = !worker.keyState().differs(change.state());
    if (unchanged) {
      worker.keyState().endChange();
    }
    return unchanged;
  }

  @Override
  public void close() {
    changes.keySet().forEach(worker -> worker.keyState().endChange());
    changes.clear();
  }
}
