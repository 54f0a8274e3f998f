package dev.slipway.applier.kustomize;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;

/** What was found out of a file's content, the least used forgotten first. Safe for any thread. */
final class Remembered<V> {
  private static final int MOST = 10_000;
  private final Map<String, V> byContent =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, V> eldest) {
          return size() > MOST;
        }
      };

  /** The value; found out at most twice where two ask at once. */
  V computeIfAbsent(String content, Function<String, V> findOut) {
    synchronized (byContent) {
      V known = byContent.get(content);
      if (known != null) {
        return known;
      }
    }
    V found = findOut.apply(content);
    synchronized (byContent) {
      byContent.put(content, found);
    }
    return found;
  }
}
