package dev.slipway.applier.environment;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;

/**
 * Something that goes on beside the calling thread until it is joined. Closed, it is over: nothing
 * that was begun outlives who began it, and meets the next try.
 */
final class Begun<T> implements AutoCloseable {
  private final FutureTask<T> task;
  private final Thread thread;

  private Begun(FutureTask<T> task) {
    this.task = task;
    this.thread = Thread.ofVirtual().start(task);
  }

  /** What it does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  static <T> Begun<T> of(Work<T> work) {
    return new Begun<>(new FutureTask<>(work::run));
  }

  /** Its result, or its exception, once it is through. */
  T join() throws InterruptedException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RuntimeException failure -> throw failure;
        case Error error -> throw error;
        case InterruptedException interrupted -> throw interrupted;
        case null, default -> throw new IllegalStateException(e);
      }
    }
  }

  /** Its result; empty where it failed, or is not through yet. Does not wait. */
  Optional<T> result() {
    return task.state() == Future.State.SUCCESS ? Optional.of(task.resultNow()) : Optional.empty();
  }

  /** Whether it is through, in whatever way. */
  boolean isThrough() {
    return task.isDone();
  }

  /** Waits for its end at most so long; whether it is through. */
  boolean await(Duration atMost) throws InterruptedException {
    return thread.join(atMost);
  }

  /** Interrupts what is not through yet, and waits for its end. */
  @Override
  public void close() {
    task.cancel(true);
    boolean interrupted = false;
    while (true) {
      try {
        thread.join();
        break;
      } catch (InterruptedException e) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
