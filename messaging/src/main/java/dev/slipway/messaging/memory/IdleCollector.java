package dev.slipway.messaging.memory;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Collects the whole heap once when the start is over, and when a busy time is, so that what they
 * took goes back to the machine: left to itself, an idle service keeps that garbage for hours. With
 * the heap of a service it takes some 50 ms; {@code -XX:+DisableExplicitGC} turns it off.
 */
final class IdleCollector {
  /** Between two looks. */
  static final Duration INTERVAL = Duration.ofSeconds(5);

  /** That many looks without a collection are rest: a busy service has one every few seconds. */
  private static final int QUIET_LOOKS = 2;

  /** Fewer leave too little behind to be worth one of the whole heap. */
  private static final int WORTH_IT = 8;

  private final LongSupplier collections;
  private final Runnable collect;
  private long seen = -1;
  private long afterLast = -WORTH_IT;
  private int quietLooks;

  /**
   * A collector that has not looked yet.
   *
   * @param collections how many there were, of any kind, since the service began
   */
  IdleCollector(LongSupplier collections, Runnable collect) {
    this.collections = collections;
    this.collect = collect;
  }

  /** To be called every {@link #INTERVAL}. */
  void look() {
    long now = collections.getAsLong();
    quietLooks = now == seen ? quietLooks + 1 : 0;
    seen = now;
    if (quietLooks >= QUIET_LOOKS && now - afterLast >= WORTH_IT) {
      collect.run();
      afterLast = collections.getAsLong();
      seen = afterLast;
    }
  }
}
