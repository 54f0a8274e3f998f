package dev.slipway.bench.report;

import dev.slipway.bench.running.Death;
import dev.slipway.bench.running.RunningServices;
import dev.slipway.bench.running.ServiceUse;
import dev.slipway.bench.timeline.PushedImage;
import dev.slipway.bench.timeline.Stage;
import dev.slipway.bench.timeline.Timeline;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one run of pushes came to.
 *
 * @param pushes how many there were
 * @param seconds from the first push to the last one seen applied
 * @param commits that the branch got meanwhile
 * @param sincePush from the moment that the registry answered the push to each stage, in
 *     milliseconds
 * @param withinStage what each stage took by itself, in milliseconds
 * @param services what each process used
 * @param deaths of services meanwhile: what such a run measures is no measure
 * @param machine where it ran
 */
public record Report(
    String name,
    int pushes,
    double seconds,
    int commits,
    Map<Stage, Distribution> sincePush,
    Map<Stage, Distribution> withinStage,
    Map<String, Use> services,
    List<Death> deaths,
    Machine machine) {

  /**
   * What a process used.
   *
   * @param cpuSeconds during the run
   * @param residentMebibytes at its end; absent where the operating system does not say
   */
  public record Use(double cpuSeconds, @Nullable Long residentMebibytes) {}

  /**
   * Where it ran.
   *
   * @param load runnable processes over the last minute, as the run ended: above the number of
   *     processors others were waiting, and the figures say less
   */
  public record Machine(int processors, double load) {
    static Machine now() {
      var system = ManagementFactory.getOperatingSystemMXBean();
      return new Machine(system.getAvailableProcessors(), system.getSystemLoadAverage());
    }
  }

  /** Of these pushes. */
  public static Report of(
      String name,
      Timeline timeline,
      List<PushedImage> images,
      Duration took,
      int commits,
      RunningServices before,
      RunningServices after) {
    return new Report(
        name,
        images.size(),
        took.toMillis() / 1000.0,
        commits,
        distributions(timeline.sincePush(images)),
        distributions(timeline.withinStage(images)),
        used(after.useSince(before)),
        after.deathsSince(before),
        Machine.now());
  }

  private static Map<Stage, Distribution> distributions(Map<Stage, List<Duration>> durations) {
    Map<Stage, Distribution> all = new EnumMap<>(Stage.class);
    durations.forEach((stage, list) -> all.put(stage, Distribution.of(list)));
    return all;
  }

  private static Map<String, Use> used(Map<String, ServiceUse> uses) {
    Map<String, Use> all = new TreeMap<>();
    uses.forEach(
        (name, use) -> {
          Long resident =
              use.residentBytes().isPresent()
                  ? Long.valueOf(use.residentBytes().getAsLong() / 1024 / 1024)
                  : null;
          all.put(name, new Use(use.cpu().toMillis() / 1000.0, resident));
        });
    return all;
  }
}
