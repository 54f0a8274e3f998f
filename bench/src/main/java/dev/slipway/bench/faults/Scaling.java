package dev.slipway.bench.faults;

import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.OwnSlipway;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/** Gives each of these services three copies and one again, over and over. */
final class Scaling implements AutoCloseable {
  private static final int MANY = 3;

  private final OwnSlipway slipway;
  private final List<String> services;
  private final Consumer<String> onScaled;
  private final AtomicInteger rounds = new AtomicInteger();
  private final Thread thread;
  private volatile boolean over;

  /** Begins. */
  Scaling(OwnSlipway slipway, List<String> services, Consumer<String> onScaled) {
    this.slipway = slipway;
    this.services = List.copyOf(services);
    this.onScaled = onScaled;
    this.thread = Thread.ofVirtual().name("scaling").unstarted(this::run);
    if (!services.isEmpty()) {
      thread.start();
    }
  }

  private void run() {
    try {
      while (!over) {
        for (String service : services) {
          scale(service, MANY);
          scale(service, 1);
        }
        rounds.incrementAndGet();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void scale(String service, int copies) throws InterruptedException {
    onScaled.accept(slipway.command("scale", service, Integer.toString(copies)));
  }

  /** Whether each service had three copies and one again at least once. */
  boolean isDone() {
    return services.isEmpty() || rounds.get() > 0 || !thread.isAlive();
  }

  int rounds() {
    return rounds.get();
  }

  /** Returns when each has one copy again. */
  @Override
  public void close() {
    over = true;
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    if (!services.isEmpty() && rounds.get() == 0) {
      throw new BenchException("no service could be scaled; the output of up says why");
    }
  }
}
