package dev.slipway.console;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * One reader's place in the stream of events. A reader that falls too far behind is cut off: it
 * must not hold everybody's memory.
 */
public final class Following implements AutoCloseable {
  private static final int BACKLOG = 5_000;

  private final EventFilter filter;
  private final Consumer<Following> onClose;
  private final BlockingQueue<Optional<ToldEvent>> waiting = new LinkedBlockingQueue<>(BACKLOG);
  private volatile boolean open = true;

  Following(EventFilter filter, Consumer<Following> onClose) {
    this.filter = filter;
    this.onClose = onClose;
  }

  void offer(ToldEvent told) {
    if (filter.accepts(told) && !waiting.offer(Optional.of(told))) {
      open = false;
    }
  }

  /** The next event; empty where none came in time, or where this was closed meanwhile. */
  public Optional<ToldEvent> next(Duration atMost) throws InterruptedException {
    Optional<ToldEvent> next = waiting.poll(atMost.toMillis(), TimeUnit.MILLISECONDS);
    return next == null ? Optional.empty() : next;
  }

  /** False once it was closed, or cut off. */
  public boolean isOpen() {
    return open;
  }

  @Override
  public void close() {
    open = false;
    waiting.offer(Optional.empty()); // Wakes the reader; where there is no room, it is awake.
    onClose.accept(this);
  }
}
