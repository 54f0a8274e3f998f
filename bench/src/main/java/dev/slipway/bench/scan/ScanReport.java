package dev.slipway.bench.scan;

/**
 * What scanning came to.
 *
 * @param first when the watcher knew nothing
 * @param again when nothing had changed since
 * @param averageBytes of a scan, whole lists now and then included
 * @param wholeEvery one scan of so many is of whole lists, by the default intervals
 * @param share of the first scan's bytes that the average one needs
 * @param heapMebibytes that the watcher may use
 * @param residentMebibytes the most that it did use, of all kinds
 */
record ScanReport(
    int repositories,
    int tagsEach,
    Scan first,
    Scan again,
    long averageBytes,
    int wholeEvery,
    double share,
    long heapMebibytes,
    long residentMebibytes,
    double load) {

  /**
   * One scan of all repositories.
   *
   * @param bytes of the lists of tags, without headers
   */
  record Scan(long requests, long bytes, double seconds, double watcherCpuSeconds) {}

  String toText() {
    return """
    %d repositories of %d tags; load %.1f
                              requests        bytes        s    CPU s
      first scan            %10d %12d %8.1f %8.1f
      again, nothing new    %10d %12d %8.1f %8.1f
      on the average        %10s %12d   (one of %d is of whole lists): 1/%.0f of the first
      the watcher           %d MiB resident at most, in a heap of %d MiB
    """
        .formatted(
            repositories,
            tagsEach,
            load,
            first.requests(),
            first.bytes(),
            first.seconds(),
            first.watcherCpuSeconds(),
            again.requests(),
            again.bytes(),
            again.seconds(),
            again.watcherCpuSeconds(),
            "",
            averageBytes,
            wholeEvery,
            1 / share,
            residentMebibytes,
            heapMebibytes);
  }
}
