package dev.slipway.bench.running;

import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/**
 * What a measurement has opened, closed in reverse order. Where one fails, the others still are.
 */
public final class OpenThings implements AutoCloseable {
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  public void push(AutoCloseable opened) {
    open.push(opened);
  }

  @Override
  public void close() {
    @Nullable Exception first = null;
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        first = first == null ? e : first;
      }
    }
    if (first != null) {
      throw new BenchException(
          "cannot clean up after the measurement: " + first.getMessage(), first);
    }
  }
}
