package dev.slipway.messaging.kafka;

import dev.slipway.events.EventJson;
import dev.slipway.messaging.KeyMovedException;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import org.apache.kafka.clients.producer.RecordMetadata;

/**
 * A partition of the work while this instance holds it: the keys in it, each with its worker. When
 * it is released, what still runs may write nothing more.
 */
final class Partition<S extends Record> {
  private final int number;
  private final long epoch;
  private final WorkerServices<S> services;
  private final Map<String, KeyWorker<S>> workers = new ConcurrentHashMap<>();
  private volatile boolean held = true;

  Partition(int number, long epoch, WorkerServices<S> services) {
    this.number = number;
    this.epoch = epoch;
    this.services = services;
  }

  int number() {
    return number;
  }

  /** The key's worker, with the state of a key that nothing is known of if it is new. */
  KeyWorker<S> worker(String key) {
    return workers.computeIfAbsent(
        key, k -> new KeyWorker<>(k, services.service().initialState(k), this, services));
  }

  KeyWorker<S> restore(String key, S state) {
    KeyWorker<S> worker = new KeyWorker<>(key, state, this, services);
    workers.put(key, worker);
    return worker;
  }

  Collection<KeyWorker<S>> workers() {
    return workers.values();
  }

  /** Hands the state over; the future says when it is durable. */
  Future<RecordMetadata> write(String key, S state) {
    requireHeld(key);
    boolean known = !state.equals(services.service().initialState(key));
    byte[] json = known ? EventJson.mapper().writeValueAsBytes(state) : null;
    return services.store().write(number, epoch, key, json);
  }

  boolean isHeld() {
    return held;
  }

  void requireHeld(String key) {
    if (!held) {
      throw new KeyMovedException(key);
    }
  }

  /** Nothing is written from here on; the workers are told to end. */
  void release() {
    held = false;
    workers.values().forEach(KeyWorker::stop);
  }

  /** How many workers have not ended by then. */
  long awaitEnd(Duration atMost) throws InterruptedException {
    long deadline = System.nanoTime() + atMost.toNanos();
    long running = 0;
    for (KeyWorker<S> worker : workers.values()) {
      if (!worker.awaitEnd(Duration.ofNanos(deadline - System.nanoTime()))) {
        running++;
      }
    }
    return running;
  }
}
