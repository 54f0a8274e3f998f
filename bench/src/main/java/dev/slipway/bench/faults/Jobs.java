package dev.slipway.bench.faults;

import dev.slipway.sandbox.queues.QueueClient;
import java.net.URI;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Puts a job into one of production's queues now and then, and takes it out after a while. */
final class Jobs {
  /**
   * A time in which a queue surely held a job: from when the queue had taken it to before it was
   * taken out.
   */
  record Held(String region, Instant from, Instant to) {
    boolean covers(Instant begin, Instant end) {
      return from.isBefore(begin) && to.isAfter(end);
    }
  }

  private final QueueClient queues;
  private final Random random;
  private final List<Held> held = new ArrayList<>();
  private final Thread thread;

  Jobs(URI queues, Random random) {
    this.queues = QueueClient.at(queues);
    this.random = random;
    this.thread = Thread.ofVirtual().name("jobs").start(this::run);
  }

  private void run() {
    try {
      while (true) {
        Thread.sleep(random.nextInt(3_000, 12_000));
        String region =
            FaultsRepository.REGIONS.get(random.nextInt(FaultsRepository.REGIONS.size()));
        queues.addJobs(region, FaultsRepository.QUEUE, 1);
        Instant from = Instant.now();
        try {
          Thread.sleep(random.nextInt(3_000, 8_000));
        } finally {
          Instant to = Instant.now();
          queues.clear(region, FaultsRepository.QUEUE);
          note(new Held(region, from, to));
        }
      }
    } catch (InterruptedException over) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void note(Held one) {
    held.add(one);
  }

  synchronized List<Held> held() {
    return List.copyOf(held);
  }

  /** Empties the queues and adds no more. */
  void end() throws InterruptedException {
    thread.interrupt();
    thread.join();
    for (String region : FaultsRepository.REGIONS) {
      queues.clear(region, FaultsRepository.QUEUE);
    }
  }
}
