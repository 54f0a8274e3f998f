package dev.slipway.messaging.kafka;

import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Configuration;
import dev.slipway.messaging.EventPublisher;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyMovedException;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.Transient;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One key: its state, and the thread that converges it while there is something to do.
 *
 * <p>Two locks. Who changes the state holds {@code writing} until the broker has the new one, so
 * that states are written in the order in which they followed. What is in memory lies under {@code
 * lock}, held for moments only: a worker can look while a listener writes.
 */
final class KeyWorker<S extends Record> implements KeyContext<S> {
  private record News(long changes, long configurationChanges) {}

  private static final Logger LOG = LoggerFactory.getLogger(KeyWorker.class);
  private final String key;
  private final Partition<S> partition;
  private final WorkerServices<S> services;
  private final OwnedPublisher publisher;
  private final ReentrantLock writing = new ReentrantLock();
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition newsCame = lock.newCondition();
  private S state;
  // What was sent last may or may not have arrived: the next state is written even if it is equal.
  private boolean unsure;
  // Changes by others than the worker.
  private long changes;
  // What the worker has looked at, and what there was when it was called: a worker that looks once
  // more before it returns may not act on what it sees, so it is called again.
  private News seen = new News(0, 0);
  private News atCall = seen;
  private boolean stopped;
  private @Nullable Thread thread;

  KeyWorker(String key, S state, Partition<S> partition, WorkerServices<S> services) {
    this.key = key;
    this.state = state;
    this.partition = partition;
    this.services = services;
    this.publisher = new OwnedPublisher(services.publisher(), () -> partition.requireHeld(key));
  }

  // For the listener.

  /** Keeps everybody else from changing the state until {@link #endChange}. */
  void beginChange() {
    writing.lock();
  }

  void endChange() {
    writing.unlock();
  }

  boolean differs(S next) {
    return unsure || !next.equals(current());
  }

  /** What the topic holds may not be what is in memory. */
  void rewriteNextTime() {
    unsure = true;
  }

  /** The new state is durable: wakes the worker. */
  void changed(S next) {
    unsure = false;
    lock.lock();
    try {
      state = next;
      changes++;
      wake();
    } finally {
      lock.unlock();
    }
  }

  S current() {
    lock.lock();
    try {
      return state;
    } finally {
      lock.unlock();
    }
  }

  /** Lets the worker look, whether or not anything changed. */
  void start() {
    lock.lock();
    try {
      wake();
    } finally {
      lock.unlock();
    }
  }

  private void wake() {
    if (thread == null && !stopped && partition.isHeld()) {
      thread = Thread.ofVirtual().name("work " + key).start(this::run);
    }
    newsCame.signalAll();
  }

  void stop() {
    lock.lock();
    try {
      stopped = true;
      if (thread != null) {
        thread.interrupt();
      }
      newsCame.signalAll();
    } finally {
      lock.unlock();
    }
  }

  boolean awaitEnd(Duration atMost) throws InterruptedException {
    Thread running = running();
    return running == null || (!atMost.isNegative() && running.join(atMost));
  }

  private @Nullable Thread running() {
    lock.lock();
    try {
      return thread;
    } finally {
      lock.unlock();
    }
  }

  // The worker's thread.

  private void run() {
    int failures = 0;
    boolean again = true;
    while (again) {
      beginLook();
      Next next = Next.whenChanged();
      Duration floor = Duration.ZERO;
      try {
        next = services.service().work(this);
        services.outages().ended(key);
        failures = 0;
      } catch (Throwable e) {
        if (isOver()) {
          break;
        }
        failures++;
        report(e);
        next = Next.after(services.backoff().pause(failures, ThreadLocalRandom.current()));
        floor = services.backoff().floor(failures);
      }
      again = awaitTurn(next, floor);
    }
    services.outages().ended(key);
  }

  private void report(Throwable failure) {
    if (failure instanceof Transient) {
      services.meters().backedOff("transient");
      services.outages().failed(key, failure);
      return;
    }
    services.meters().backedOff("error");
    LOG.atError()
        .addKeyValue("reason", "worker-failed")
        .addKeyValue("key", key)
        .setCause(failure)
        .log("work failed, trying again");
  }

  private void beginLook() {
    lock.lock();
    try {
      if (!stopped) {
        // A leftover of the service's own: it must not end the next call.
        boolean _ = Thread.interrupted();
      }
      seen = news();
      atCall = seen;
    } finally {
      lock.unlock();
    }
  }

  /** Waits for news or the time; false ends the thread. */
  private boolean awaitTurn(Next next, Duration floor) {
    long from = System.nanoTime();
    lock.lock();
    try {
      while (!stopped && (isNewsSince(atCall) || next instanceof Next.After)) {
        long wait = pause(next, floor).toNanos() - (System.nanoTime() - from);
        if (wait <= 0) {
          return true;
        }
        try {
          long _ = newsCame.awaitNanos(wait);
        } catch (InterruptedException e) {
          // From stop(), which the loop looks at, or a leftover of the service's own.
        }
      }
      thread = null;
      return false;
    } finally {
      lock.unlock();
    }
  }

  private Duration pause(Next next, Duration floor) {
    if (isNewsSince(atCall)) {
      return floor;
    }
    return switch (next) {
      case Next.WhenChanged _ -> Duration.ZERO;
      case Next.After(Duration delay) -> delay;
    };
  }

  private News news() {
    return new News(changes, services.configurationChanges().get());
  }

  private boolean isNewsSince(News then) {
    return !news().equals(then);
  }

  private boolean isOver() {
    lock.lock();
    try {
      return stopped || !partition.isHeld();
    } finally {
      lock.unlock();
    }
  }

  // What the service sees.

  @Override
  public String key() {
    return key;
  }

  @Override
  public S state() {
    lock.lock();
    try {
      seen = new News(changes, seen.configurationChanges());
      return state;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public S update(UnaryOperator<S> change) {
    partition.requireHeld(key);
    lockForWriting();
    try {
      S next = change.apply(current());
      if (differs(next)) {
        writeDurably(next);
        // The worker's own change is no news to it.
        lock.lock();
        try {
          state = next;
        } finally {
          lock.unlock();
        }
      }
      return next;
    } finally {
      writing.unlock();
    }
  }

  private void writeDurably(S next) {
    try {
      services.sender().await(List.of(partition.write(key, next)));
      unsure = false;
    } catch (BrokerUnavailableException e) {
      unsure = true;
      throw e;
    }
  }

  private void lockForWriting() {
    try {
      writing.lockInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyMovedException(key);
    }
  }

  @Override
  public EventPublisher publisher() {
    return publisher;
  }

  @Override
  public Configuration configuration() {
    return services.configuration();
  }

  @Override
  public boolean awaitChange(Duration atMost) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      long remaining = atMost.toNanos();
      while (!stopped && !isNewsSince(seen) && remaining > 0) {
        remaining = newsCame.awaitNanos(remaining);
      }
      if (stopped) {
        throw new InterruptedException("the key moves, or the service stops");
      }
      boolean changed = isNewsSince(seen);
      seen = new News(seen.changes(), services.configurationChanges().get());
      return changed;
    } finally {
      lock.unlock();
    }
  }
}
