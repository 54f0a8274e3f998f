package dev.slipway.applier;

import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** Something that goes on beside the calling thread until it is joined. */
final class Begun<T> {
  private final FutureTask<T> task;

  private Begun(FutureTask<T> task) {
    this.task = task;
  }

  /** What it does. */
  @FunctionalInterface
  interface Work<T> {
    T run() throws InterruptedException;
  }

  static <T> Begun<T> of(Work<T> work) {
    FutureTask<T> task = new FutureTask<>(work::run);
    Thread.ofVirtual().start(task);
    return new Begun<>(task);
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
    } catch (InterruptedException e) {
      task.cancel(true);
      throw e;
    }
  }
}
