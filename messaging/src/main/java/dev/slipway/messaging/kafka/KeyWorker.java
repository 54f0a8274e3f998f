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
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The thread that converges one key. There is one only while there is something to do, or a time to
 * wait for.
 */
final class KeyWorker<S extends Record> implements KeyContext<S> {
  private record News(long changes, long configurationChanges) {}

  private static final Logger LOG = LoggerFactory.getLogger(KeyWorker.class);
  private final String key;
  private final KeyState<S> state;
  private final Partition<S> partition;
  private final WorkerServices<S> services;
  private final OwnedPublisher publisher;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition newsCame = lock.newCondition();
  private boolean stopped;
  private @Nullable Thread thread;
  // What the worker has looked at, and what there was when it was called: a worker that looks once
  // more before it returns may not act on what it sees, so it is called again.
  private News seen = new News(0, 0);
  private News atCall = seen;

  KeyWorker(String key, S state, Partition<S> partition, WorkerServices<S> services) {
    this.key = key;
    this.state = new KeyState<>(state);
    this.partition = partition;
    this.services = services;
    this.publisher = new OwnedPublisher(services.publisher(), () -> partition.requireHeld(key));
  }

  KeyState<S> keyState() {
    return state;
  }

  /** Lets the worker look at what is new. */
  void wake() {
    lock.lock();
    try {
      if (thread == null && !isOver()) {
        thread = Thread.ofVirtual().name("work " + key).start(this::run);
      }
      newsCame.signalAll();
    } finally {
      lock.unlock();
    }
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

  /** False where it has not ended by then. */
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

  private boolean isOver() {
    lock.lock();
    try {
      return stopped || !partition.isHeld();
    } finally {
      lock.unlock();
    }
  }

  // The worker's thread.

  private void run() {
    int failures = 0;
    boolean again = true;
    while (again) {
      beginCall();
      Next next;
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

  private void beginCall() {
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

  private void report(Throwable failure) {
    if (failure instanceof Transient passing) {
      services.meters().backedOff(true);
      services.outages().failed(key, passing);
      return;
    }
    services.meters().backedOff(false);
    LOG.atError()
        .addKeyValue("reason", "worker-failed")
        .addKeyValue("key", key)
        .setCause(failure)
        .log("work failed, trying again");
  }

  /** Waits for news or the time; false ends the thread. */
  private boolean awaitTurn(Next next, Duration floor) {
    long from = System.nanoTime();
    lock.lock();
    try {
      while (!stopped && (isNewsSince(atCall) || next instanceof Next.After)) {
        long wait = nanos(pause(next, floor)) - (System.nanoTime() - from);
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

  /** Whoever asks for a thousand years waits as long as can be counted. */
  private static long nanos(Duration duration) {
    return TimeUnit.NANOSECONDS.convert(duration);
  }

  private News news() {
    return new News(state.snapshot().changes(), services.configurationChanges().get());
  }

  private boolean isNewsSince(News then) {
    return !news().equals(then);
  }

  // What the service sees, on the worker's thread.

  @Override
  public String key() {
    return key;
  }

  @Override
  public S state() {
    KeyState.Snapshot<S> snapshot = state.snapshot();
    seen = new News(snapshot.changes(), seen.configurationChanges());
    return snapshot.state();
  }

  @Override
  public S update(UnaryOperator<S> change) {
    partition.requireHeld(key);
    try {
      state.beginChangeInterruptibly();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new KeyMovedException(key);
    }
    try {
      S next = change.apply(state.current());
      if (state.differs(next)) {
        write(next);
        state.changedByWorker(next);
      }
      return next;
    } finally {
      state.endChange();
    }
  }

  private void write(S next) {
    try {
      services.sender().await(List.of(partition.write(key, next)));
    } catch (BrokerUnavailableException e) {
      state.rewriteNextTime();
      throw e;
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
      long remaining = nanos(atMost);
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
