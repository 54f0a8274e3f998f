package dev.slipway.messaging;

import java.time.Duration;
import java.util.function.UnaryOperator;

/**
 * One key, as its worker sees it. For the worker's own thread.
 *
 * @param <S> the key's state
 */
public interface KeyContext<S extends Record> {

  String key();

  /** The state as it is now: a listener may have changed it since the last call. */
  S state();

  /**
   * Changes the state. Durable when it returns; then the new state is returned.
   *
   * @param change applied to the state as it is at that moment, under the key's lock; pure
   * @throws BrokerUnavailableException the state is as it was before
   * @throws KeyMovedException the key belongs to another copy now; let it pass
   */
  S update(UnaryOperator<S> change);

  /** Refuses with {@link KeyMovedException} when the key belongs to another copy. */
  EventPublisher publisher();

  Configuration configuration();

  /**
   * Waits until the state differs from what {@link #state} last returned to this worker, the
   * configuration changes, or the time is up.
   *
   * @return whether something changed
   * @throws InterruptedException when the key moves away or the service stops
   */
  boolean awaitChange(Duration atMost) throws InterruptedException;
}
