package dev.slipway.messaging.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Tells a flow of events from single ones. A listener that takes each of two hundred as it comes
 * writes its keys' states, and its offsets, two hundred times; one that rests a moment between two
 * looks takes those that came meanwhile together. The first few of a flow are not held up, and
 * single events never are. For one thread.
 */
final class Flow {
  /** Nobody sees such a delay; ten events a push come in it when many are pushed at once. */
  static final Duration REST = Duration.ofMillis(20);

  /** The events of one push do not come closer than that so many times in a row. */
  private static final int BATCHES = 5;

  private static final long CLOSE_NANOS = Duration.ofMillis(15).toNanos();

  private final LongSupplier nanos;
  private int closeTogether;
  private long lastNanos;
  private boolean hasLast;

  /** A flow that has not begun, by a clock that only goes forward. */
  Flow(LongSupplier nanos) {
    this.nanos = nanos;
  }

  /** A batch has come. */
  void comes() {
    boolean close = hasLast && nanos.getAsLong() - lastNanos < CLOSE_NANOS;
    closeTogether = close ? closeTogether + 1 : 0;
  }

  /** How long to rest before the next look; to be called when the batch is done with. */
  Duration rest() {
    return closeTogether >= BATCHES ? REST : Duration.ZERO;
  }

  /** The rest is over: the next look begins. */
  void looks() {
    lastNanos = nanos.getAsLong();
    hasLast = true;
  }
}
