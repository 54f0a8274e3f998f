package dev.slipway.bench.timeline;

/** Threads that look on until they are told to end. */
final class Threads {
  private Threads() {}

  /** Waits for its end; whoever waits stays interrupted if it is. */
  static void awaitEnd(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
