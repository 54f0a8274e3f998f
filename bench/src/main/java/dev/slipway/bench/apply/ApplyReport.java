package dev.slipway.bench.apply;

import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * What was measured.
 *
 * @param residentMebibytes the most that the applier held while it did the steps
 * @param load runnable processes over the last minute, as it ended: above the number of processors
 *     others were waiting, and the figures say less
 */
record ApplyReport(
    int applications,
    int objects,
    List<Step> steps,
    long residentMebibytes,
    int processors,
    double load) {

  /**
   * One revision.
   *
   * @param appliedSeconds from telling that it is cleared until every object was written
   * @param seconds until it was told that it runs: the cluster's own controllers have seen it
   * @param cpuSeconds of the applier
   */
  record Step(String name, double appliedSeconds, double seconds, double cpuSeconds) {}

  static ApplyReport of(int applications, List<Step> steps, long residentMebibytes) {
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new ApplyReport(
        applications,
        applications * Applications.OBJECTS_EACH,
        List.copyOf(steps),
        residentMebibytes,
        system.getAvailableProcessors(),
        rounded(system.getSystemLoadAverage()));
  }

  static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }

  String toText() {
    return steps.stream()
        .map(
            step ->
                String.format(
                    Locale.ROOT,
                    "  %-42s %7.2f s, seen running %7.2f s, processor %6.2f s%n",
                    step.name(),
                    step.appliedSeconds(),
                    step.seconds(),
                    step.cpuSeconds()))
        .collect(
            Collectors.joining(
                "",
                String.format(
                    Locale.ROOT,
                    "%d applications, %d objects, in one commit%n",
                    applications,
                    objects),
                String.format(
                    Locale.ROOT,
                    "the applier held at most %d MiB; %d processors, load %.2f",
                    residentMebibytes,
                    processors,
                    load)));
  }
}
