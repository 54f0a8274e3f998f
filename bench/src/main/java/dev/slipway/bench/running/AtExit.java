package dev.slipway.bench.running;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** What must not outlive this process, however it ends: undone in reverse order, one by one. */
final class AtExit {
  private static final Deque<AtExit> OPEN = new ArrayDeque<>();

  static {
    Runtime.getRuntime().addShutdownHook(new Thread(AtExit::undoAll, "clean up"));
  }

  private final Runnable undo;

  private AtExit(Runnable undo) {
    this.undo = undo;
  }

  /** Undone when this process ends, unless it is {@link #over} by then. */
  static AtExit undo(Runnable undo) {
    AtExit open = new AtExit(undo);
    synchronized (OPEN) {
      OPEN.push(open);
    }
    return open;
  }

  /** It was undone already. */
  void over() {
    synchronized (OPEN) {
      boolean _ = OPEN.remove(this);
    }
  }

  private static void undoAll() {
    for (AtExit last = last(); last != null; last = last()) {
      try {
        last.undo.run();
      } catch (RuntimeException e) {
        System.err.println("slipway: not cleaned up: " + e.getMessage());
      }
    }
  }

  private static @Nullable AtExit last() {
    synchronized (OPEN) {
      return OPEN.poll();
    }
  }
}
