package dev.slipway.guard;

import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.QueueReading;
import java.util.List;

/** Asks queues how many jobs they hold. Safe for any thread. */
@FunctionalInterface
public interface QueueReader {

  /**
   * Asks every queue in each of its regions, all at once: a region that does not answer delays no
   * other, and the whole takes a few seconds at most.
   *
   * @return one reading per queue and region, in the order given, each begun after this call. What
   *     could not be asked has an {@link QueueReading#error} in words that say what to do, so that
   *     it is never taken for empty
   * @throws InterruptedException when the caller is to stop
   */
  List<QueueReading> read(List<GuardedQueue> queues) throws InterruptedException;
}
