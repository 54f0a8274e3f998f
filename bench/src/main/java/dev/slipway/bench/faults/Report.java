package dev.slipway.bench.faults;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import tools.jackson.databind.json.JsonMapper;

/**
 * What came of it.
 *
 * @param lasted from the start to the last push
 * @param scaled the services that had three copies and one again, so many times
 * @param settling from the last push until everything ran
 */
record Report(
    long seed,
    int pushes,
    Duration lasted,
    List<Fault> faults,
    List<String> scaled,
    int rounds,
    Duration settling,
    List<Check> checks) {
  private static final int SHOWN = 8;

  Report {
    faults = List.copyOf(faults);
    scaled = List.copyOf(scaled);
    checks = List.copyOf(checks);
  }

  boolean holds() {
    return checks.stream().allMatch(Check::holds);
  }

  private Map<String, Long> kills() {
    return faults.stream()
        .collect(Collectors.groupingBy(Fault::process, TreeMap::new, Collectors.counting()));
  }

  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        "%n%d pushes in %d s, %d kills with -9: %s%n"
            .formatted(
                pushes,
                lasted.toSeconds(),
                faults.size(),
                kills().entrySet().stream()
                    .map(kill -> kill.getKey() + " " + kill.getValue())
                    .collect(Collectors.joining(", "))));
    text.append("settled %.1f s after the last push%n%n".formatted(settling.toMillis() / 1000.0));
    for (Check check : checks) {
      text.append(
          "  %-4s  %-52s %s%n"
              .formatted(check.holds() ? "ok" : "FAIL", check.claim(), check.counted()));
      check.violations().stream()
          .limit(SHOWN)
          .forEach(violation -> text.append("        - ").append(violation).append('\n'));
      if (check.violations().size() > SHOWN) {
        text.append("        … and %d more%n".formatted(check.violations().size() - SHOWN));
      }
    }
    text.append(
        holds()
            ? "\nNothing was lost, and nothing was done twice.\n"
            : "\nThis must not happen; please report it with the logs.\n");
    return text.toString();
  }

  String json() {
    Map<String, Object> report = new LinkedHashMap<>();
    report.put("holds", holds());
    report.put("seed", seed);
    report.put("pushes", pushes);
    report.put("seconds", lasted.toSeconds());
    report.put("kills", kills());
    report.put("scaled", scaled);
    report.put("scaledTimes", rounds);
    report.put("settledAfterMillis", settling.toMillis());
    report.put(
        "checks",
        checks.stream()
            .map(
                check ->
                    Map.of(
                        "claim", check.claim(),
                        "holds", check.holds(),
                        "counted", check.counted(),
                        "violations", check.violations()))
            .toList());
    return JsonMapper.shared().writeValueAsString(report);
  }
}
