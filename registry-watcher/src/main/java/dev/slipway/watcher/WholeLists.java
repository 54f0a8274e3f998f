package dev.slipway.watcher;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * When a repository's whole list is to be read, and when a look behind its last known tags is
 * enough: registries list in the order of names, so tags that begin with a time come at the end.
 *
 * <p>Known in memory only: an instance that takes a repository over reads the whole list first.
 */
final class WholeLists {
  private final Duration interval;
  private final InstantSource clock;
  private final Map<String, Instant> read = new ConcurrentHashMap<>();
  private final Set<String> unordered = ConcurrentHashMap.newKeySet();
  private final Set<String> settled = ConcurrentHashMap.newKeySet();

  /**
   * The net under the looks behind the last tag.
   *
   * @param interval between two whole lists of one repository
   */
  WholeLists(Duration interval, InstantSource clock) {
    this.interval = interval;
    this.clock = clock;
  }

  boolean isDue(String key) {
    Instant last = read.get(key);
    if (last == null || unordered.contains(key)) {
      return true;
    }
    Duration since = Duration.between(last, clock.instant());
    return since.isNegative() || since.compareTo(interval) >= 0;
  }

  /**
   * The whole list was read.
   *
   * @param isSettled whether nothing of it is left to be told or forgotten
   */
  void wasRead(String key, boolean isSettled) {
    read.put(key, clock.instant());
    if (isSettled) {
      settled.add(key);
    } else {
      settled.remove(key);
    }
  }

  /** Whether the same list once more would bring nothing. */
  boolean isSettled(String key) {
    return settled.contains(key);
  }

  /** New tags come elsewhere than at the end: from now on only whole lists tell of them. */
  void isUnordered(String key) {
    unordered.add(key);
  }

  /** Forgets a repository that has moved to another instance. */
  void forget(String key) {
    read.remove(key);
    unordered.remove(key);
    settled.remove(key);
  }
}
