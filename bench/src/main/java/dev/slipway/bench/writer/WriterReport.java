package dev.slipway.bench.writer;

import java.util.Arrays;

/**
 * What was measured.
 *
 * @param secondsToLastCommit from handing the first event to the broker until the host's branch
 *     held the last update
 * @param alone one update at a time: from handing the event over until the branch held it
 * @param history commits that were there before
 * @param secondsToRevisions until it had read the repository and told of every environment
 * @param residentAtStartMebibytes of the writer's process once it had told of every environment
 * @param residentMebibytes of the writer's process after all this
 */
record WriterReport(
    int files,
    int updates,
    int history,
    double secondsToLastCommit,
    int commits,
    Latency alone,
    Race race,
    double secondsToStart,
    double secondsToRevisions,
    long residentAtStartMebibytes,
    long residentMebibytes) {

  /** In milliseconds. */
  record Latency(
      int samples,
      double p50Millis,
      double p90Millis,
      double p95Millis,
      double p99Millis,
      double highestMillis) {
    static Latency of(double[] millis) {
      double[] sorted = millis.clone();
      Arrays.sort(sorted);
      return new Latency(
          sorted.length,
          at(sorted, 0.50),
          at(sorted, 0.90),
          at(sorted, 0.95),
          at(sorted, 0.99),
          at(sorted, 1));
    }

    /** The smallest value that so many are not above. */
    private static double at(double[] sorted, double part) {
      return sorted.length == 0
          ? 0
          : rounded(sorted[(int) Math.max(0, Math.ceil(part * sorted.length) - 1)]);
    }
  }

  /**
   * Several writers that all hear of the same updates and push to one branch.
   *
   * @param landedOnce updates that are in exactly one commit; the aim is all
   */
  record Race(int writers, int updates, int landedOnce, int commits, double seconds) {}

  static double rounded(double value) {
    return Math.round(value * 10) / 10.0;
  }

  String toText() {
    return """
    %d updates in %d files of %d, after %d commits
      last commit after      %6.1f s
      commits                %6d
    one update alone (%d)
      p50                    %6.0f ms
      p90                    %6.0f ms
      p95                    %6.0f ms
      p99                    %6.0f ms
      slowest                %6.0f ms
    %d writers racing for %d updates
      landed once            %6d
      commits                %6d
      last commit after      %6.1f s
    the writer
      ready after            %6.1f s
      told of all after      %6.1f s
      resident at the start  %6d MiB
      resident at the end    %6d MiB\
    """
        .formatted(
            updates,
            updates,
            files,
            history,
            secondsToLastCommit,
            commits,
            alone.samples(),
            alone.p50Millis(),
            alone.p90Millis(),
            alone.p95Millis(),
            alone.p99Millis(),
            alone.highestMillis(),
            race.writers(),
            race.updates(),
            race.landedOnce(),
            race.commits(),
            race.seconds(),
            secondsToStart,
            secondsToRevisions,
            residentAtStartMebibytes,
            residentMebibytes);
  }
}
