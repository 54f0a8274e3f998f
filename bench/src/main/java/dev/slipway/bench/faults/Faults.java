package dev.slipway.bench.faults;

import dev.slipway.bench.running.OwnSlipway;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Kills one process after another, at random; {@code up} starts each again. */
final class Faults implements AutoCloseable {
  private static final List<String> PROCESSES =
      List.of(
          "registry-watcher",
          "manifest-writer",
          "queue-guard",
          "cluster-applier",
          "notifier",
          "console",
          "broker");

  private final OwnSlipway slipway;
  private final List<String> processes;
  private final Random random;
  private final int leastMillis;
  private final int mostMillis;
  private final Consumer<Fault> onFault;
  private final List<Fault> done = new ArrayList<>();
  private final Thread thread;

  /**
   * Begins.
   *
   * @param scaled services that have further copies now and then, which are killed as well
   */
  Faults(
      OwnSlipway slipway,
      List<String> scaled,
      Random random,
      int leastMillis,
      int mostMillis,
      Consumer<Fault> onFault) {
    this.slipway = slipway;
    this.processes =
        Stream.concat(
                PROCESSES.stream(),
                scaled.stream().flatMap(name -> Stream.of(name + "-2", name + "-3")))
            .toList();
    this.random = random;
    this.leastMillis = leastMillis;
    this.mostMillis = mostMillis;
    this.onFault = onFault;
    this.thread = Thread.ofVirtual().name("faults").start(this::run);
  }

  private void run() {
    try {
      while (mostMillis > 0) {
        Thread.sleep(random.nextInt(leastMillis, mostMillis));
        String process = processes.get(random.nextInt(processes.size()));
        slipway
            .kill(process)
            .map(pid -> new Fault(process, pid, Instant.now()))
            .ifPresent(this::note);
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private void note(Fault fault) {
    synchronized (done) {
      done.add(fault);
    }
    onFault.accept(fault);
  }

  List<Fault> done() {
    synchronized (done) {
      return List.copyOf(done);
    }
  }

  /** No more from here on. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      thread.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
