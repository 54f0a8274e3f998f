package dev.slipway.messaging.kafka;

import java.util.concurrent.locks.ReentrantLock;

/**
 * The state of one key. Who changes it holds it until the broker has the new one, so that states
 * are written in the order in which they followed; anyone may look at any time.
 */
final class KeyState<S extends Record> {
  /**
   * The state as it is durable.
   *
   * @param changes how often somebody else than the worker has changed it
   */
  record Snapshot<S extends Record>(S state, long changes) {}

  private final ReentrantLock writing = new ReentrantLock();
  private volatile Snapshot<S> snapshot;
  // What was sent last may or may not have arrived: the next state is written even if it is equal.
  private boolean unsure;

  KeyState(S state) {
    this.snapshot = new Snapshot<>(state, 0);
  }

  Snapshot<S> snapshot() {
    return snapshot;
  }

  S current() {
    return snapshot.state();
  }

  /** Keeps everybody else from changing the state until {@link #endChange}. */
  void beginChange() {
    writing.lock();
  }

  void beginChangeInterruptibly() throws InterruptedException {
    writing.lockInterruptibly();
  }

  void endChange() {
    writing.unlock();
  }

  // Between the two:

  boolean differs(S next) {
    return unsure || !next.equals(current());
  }

  /** What the topic holds may not be what is in memory. */
  void rewriteNextTime() {
    unsure = true;
  }

  /** The listener's new state is durable. */
  void changed(S next) {
    unsure = false;
    snapshot = new Snapshot<>(next, snapshot.changes() + 1);
  }

  /** The worker's new state is durable. Its own change is no news to it. */
  void changedByWorker(S next) {
    unsure = false;
    snapshot = new Snapshot<>(next, snapshot.changes());
  }
}
