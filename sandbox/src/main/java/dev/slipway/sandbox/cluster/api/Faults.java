package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.ApiError;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;

/** The failures that a test asks the API server for. All of it may be called at any time. */
public final class Faults {
  private static final class Refusal {
    private final Pattern method;
    private final Pattern path;
    private final ApiError.Reason reason;
    private int left;

    Refusal(Pattern method, Pattern path, ApiError.Reason reason, int times) {
      this.method = method;
      this.path = path;
      this.reason = reason;
      this.left = times;
    }
  }

  private record Delay(Pattern path, Duration duration) {}

  private final List<Refusal> refusals = new ArrayList<>();
  private final List<Delay> delays = new CopyOnWriteArrayList<>();
  private final Set<String> forbidden = ConcurrentHashMap.newKeySet();

  /**
   * Refuses the next requests that match; a refused TooManyRequests says to come back in a second.
   *
   * @param method regular expression over the HTTP method
   * @param path regular expression over the whole path
   */
  public synchronized Faults refuse(String method, String path, ApiError.Reason reason, int times) {
    refusals.add(new Refusal(Pattern.compile(method), Pattern.compile(path), reason, times));
    return this;
  }

  /**
   * Takes a permission away until {@link #clear()}: requests are refused and access reviews say no.
   *
   * @param resource {@code deployments.apps}, or the plural alone in the core group
   */
  public Faults forbid(String verb, String resource) {
    forbidden.add(verb + " " + resource);
    return this;
  }

  /** Lets every matching request wait before it is served, until {@link #clear()}. */
  public Faults delay(String path, Duration duration) {
    delays.add(new Delay(Pattern.compile(path), duration));
    return this;
  }

  void waitFor(String path) throws InterruptedException {
    for (Delay delay : delays) {
      if (delay.path().matcher(path).matches()) {
        Thread.sleep(delay.duration());
      }
    }
  }

  public synchronized void clear() {
    delays.clear();
    refusals.clear();
    forbidden.clear();
  }

  boolean isForbidden(String verb, String resource) {
    return forbidden.contains(verb + " " + resource);
  }

  synchronized Optional<ApiError> next(String method, String path) {
    for (Iterator<Refusal> each = refusals.iterator(); each.hasNext(); ) {
      Refusal refusal = each.next();
      if (refusal.method.matcher(method).matches() && refusal.path.matcher(path).matches()) {
        refusal.left--;
        if (refusal.left <= 0) {
          each.remove();
        }
        return Optional.of(
            ApiError.of(refusal.reason, "the simulated cluster refuses this as it was told to"));
      }
    }
    return Optional.empty();
  }
}
