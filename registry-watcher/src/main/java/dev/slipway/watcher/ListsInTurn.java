package dev.slipway.watcher;

import dev.slipway.events.value.ImageRepository;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;

/**
 * Lets a few whole lists of a registry's tags be in memory at a time: unpacked they are ten times
 * as large as {@link TagNames}, and after a start every repository wants to read its own.
 */
final class ListsInTurn {
  /** So few that a small heap holds them; fewer than there are requests to one registry at once. */
  private static final int AT_ONCE = 8;

  /** What is done with a list, from asking for it until it is told and noted. */
  interface Step {
    void run() throws InterruptedException;
  }

  private final Map<String, Semaphore> places = new ConcurrentHashMap<>();

  void take(ImageRepository repository, Step step) throws InterruptedException {
    // One for each registry: one that does not answer must not hold up another.
    Semaphore own = places.computeIfAbsent(repository.host(), host -> new Semaphore(AT_ONCE, true));
    own.acquire();
    try {
      step.run();
    } finally {
      own.release();
    }
  }
}
