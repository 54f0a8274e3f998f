package dev.slipway.sandbox.queues;

/** How many jobs of a queue wait to be started, run, and may not be started yet. */
public record QueueCounts(int visible, int inFlight, int delayed) {
  public int total() {
    return visible + inFlight + delayed;
  }
}
