package dev.slipway.bench.faults;

import java.util.List;
import java.util.Map;

/**
 * All that was seen from outside.
 *
 * @param settled what every environment should run in the end and does not; empty where all do
 * @param deaths who died though the bench had not killed it, and its last words
 * @param log every event, in order per partition
 */
record Evidence(
    List<Push> pushes,
    List<String> settled,
    List<GitHistory.Change> commits,
    List<LogEntry> log,
    Map<String, List<ClusterRecorder.Template>> templates,
    List<ClusterRecorder.SeenPod> pods,
    List<Jobs.Held> jobs,
    List<String> deaths) {}
