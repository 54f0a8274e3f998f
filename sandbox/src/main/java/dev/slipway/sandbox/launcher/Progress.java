package dev.slipway.sandbox.launcher;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Tells what goes on, a line per step with the time it took. */
final class Progress {
  private final PrintStream out;
  private final long began = System.nanoTime();
  private long stepBegan = began;

  Progress(PrintStream out) {
    this.out = out;
  }

  /** For what nobody watches. */
  static Progress silent() {
    return new Progress(
        new PrintStream(OutputStream.nullOutputStream(), false, StandardCharsets.UTF_8));
  }

  void step(String what) {
    stepBegan = System.nanoTime();
    out.print("  " + what + " ...");
    out.flush();
  }

  void detail(String what) {
    out.print(" " + what);
    out.flush();
  }

  void done() {
    out.println(" " + seconds(stepBegan));
  }

  String total() {
    return seconds(began);
  }

  private static String seconds(long since) {
    return "%.1f s".formatted(Duration.ofNanos(System.nanoTime() - since).toMillis() / 1000.0);
  }
}
