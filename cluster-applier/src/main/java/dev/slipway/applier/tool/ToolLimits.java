package dev.slipway.applier.tool;

import java.time.Duration;

/**
 * What one run of a program may take.
 *
 * @param time on the clock; a run that takes longer is killed
 * @param memoryBytes of its data; it dies where it wants more
 * @param outputBytes on its standard output; more is refused
 */
public record ToolLimits(Duration time, long memoryBytes, long outputBytes) {
  public ToolLimits {
    if (!time.isPositive() || memoryBytes <= 0 || outputBytes <= 0) {
      throw new IllegalArgumentException("a program's limits must be more than nothing");
    }
  }
}
