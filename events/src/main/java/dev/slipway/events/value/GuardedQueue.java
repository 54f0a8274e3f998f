package dev.slipway.events.value;

import java.util.List;

/** One SQS queue by its name, in each region where it holds an environment back. */
public record GuardedQueue(String name, List<String> regions) {
  public GuardedQueue {
    Check.notBlank("queue name", name);
    regions = List.copyOf(regions);
    if (regions.isEmpty()) {
      throw new IllegalArgumentException("queue " + name + " needs at least one region");
    }
  }
}
