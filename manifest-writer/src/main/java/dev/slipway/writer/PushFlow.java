package dev.slipway.writer;

import java.time.Duration;
import java.util.function.IntSupplier;
import java.util.function.LongSupplier;

/**
 * Tells a flow of pushes from single ones. Each commit is a revision of every environment that it
 * touches, and costs whoever comes behind the same, one image or fifty in it: so of a flow, what is
 * about to come goes into one commit with what is there. Single pushes never wait. For one thread.
 */
final class PushFlow {
  /** Where nothing comes for so long, the flow is over. */
  static final Duration PAUSE = Duration.ofMillis(100);

  /** Nobody waits longer for those behind. */
  static final Duration MOST = Duration.ofMillis(600);

  /** So many versions that wait for a commit are no single pushes. */
  private static final int VERSIONS = 5;

  /** Nor is what comes behind so many commits, each soon after the one before. */
  private static final int COMMITS = 2;

  private static final Duration SOON = Duration.ofMillis(200);

  /** Waits for news, so long at most; tells whether there are any. */
  @FunctionalInterface
  interface News {
    boolean await(Duration atMost) throws InterruptedException;
  }

  private final LongSupplier nanos;
  private int inARow;
  private long lastCommit;
  private boolean hasLast;

  /** A flow that has not begun, by a clock that only goes forward. */
  PushFlow(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /**
   * Lets those come that are about to; returns at once where there is no flow.
   *
   * @param versions how many wait for a commit now
   */
  void gather(IntSupplier versions, News news) throws InterruptedException {
    long from = nanos.getAsLong();
    boolean soon = hasLast && from - lastCommit < SOON.toNanos();
    boolean more = true;
    while (more && flows(versions.getAsInt(), soon)) {
      Duration left = MOST.minusNanos(nanos.getAsLong() - from);
      more = left.isPositive() && news.await(left.compareTo(PAUSE) < 0 ? left : PAUSE);
    }
  }

  private boolean flows(int versions, boolean soon) {
    return versions >= VERSIONS || (versions > 0 && soon && inARow >= COMMITS);
  }

  /** A commit was pushed. */
  void committed() {
    long now = nanos.getAsLong();
    boolean soon = hasLast && now - lastCommit < MOST.plus(SOON).toNanos();
    inARow = soon ? inARow + 1 : 1;
    lastCommit = now;
    hasLast = true;
  }
}
