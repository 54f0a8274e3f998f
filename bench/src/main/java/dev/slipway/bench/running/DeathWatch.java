package dev.slipway.bench.running;

import java.util.ArrayList;
import java.util.List;

/**
 * Ends a measurement at once when a process dies that it rests on, whatever it waits for by then.
 * For the thread that made it.
 */
public final class DeathWatch {
  /** What is measured. */
  public interface Measurement<T> {
    T run() throws InterruptedException;
  }

  private final Thread measuring = Thread.currentThread();
  private final List<ServiceProcess> watched = new ArrayList<>();
  private boolean over;

  /** From now on, until it is closed. */
  public synchronized ServiceProcess on(ServiceProcess process) {
    watched.add(process);
    process.onDeath(this::end);
    return process;
  }

  private synchronized void end() {
    if (!over) {
      measuring.interrupt();
    }
  }

  /**
   * What was measured.
   *
   * @throws BenchException with the last words of the first that died
   */
  public <T> T during(Measurement<T> measurement) throws InterruptedException {
    try {
      T measured = measurement.run();
      requireAlive();
      return measured;
    } catch (InterruptedException | RuntimeException e) {
      // Where one has died, that is why.
      requireAlive();
      throw e;
    } finally {
      stop();
    }
  }

  private synchronized void requireAlive() {
    watched.forEach(ServiceProcess::requireAlive);
  }

  private synchronized void stop() {
    over = true;
    if (watched.stream().anyMatch(ServiceProcess::isDead)) {
      boolean _ = Thread.interrupted();
    }
  }
}
