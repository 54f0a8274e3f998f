package dev.slipway.sandbox.launcher;

import java.io.PrintStream;
import java.time.Duration;

/** Takes a part away for a while, as it happens to real ones. */
final class Outages {
  /** A part that can be away. */
  interface Outage {
    void begin() throws InterruptedException;

    void end() throws InterruptedException;
  }

  private final Parts parts;
  private final PrintStream out;

  Outages(Parts parts, PrintStream out) {
    this.parts = parts;
    this.out = out;
  }

  /** Returns when it is over, in words. */
  String make(String part, Duration lasting) throws InterruptedException {
    Outage outage = parts.outage(part);
    out.printf("%s: away for %d s%n", part, lasting.toSeconds());
    outage.begin();
    try {
      Thread.sleep(lasting);
    } finally {
      outage.end();
    }
    String over = part + ": back after " + lasting.toSeconds() + " s";
    out.println(over);
    return over;
  }
}
