package dev.slipway.bench.report;

import dev.slipway.bench.running.Death;
import dev.slipway.bench.timeline.Stage;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.Map;

/** Reports for people, as tables. */
public final class Printed {
  private Printed() {}

  public static String text(List<Report> reports) {
    StringWriter text = new StringWriter();
    PrintWriter out = new PrintWriter(text);
    reports.forEach(report -> text(out, report));
    return text.toString();
  }

  private static void text(PrintWriter out, Report report) {
    out.printf(
        "%n%s: %d pushes, %d commits, all over after %.1f s; %d processors, load %.1f%n",
        report.name(),
        report.pushes(),
        report.commits(),
        report.seconds(),
        report.machine().processors(),
        report.machine().load());
    out.printf("%-22s %6s %8s %8s %8s %8s  ms%n", "", "n", "p50", "p90", "p99", "max");
    report.sincePush().forEach((stage, times) -> row(out, "push → " + stage.title(), times));
    out.println("where it goes, stage by stage");
    String before = "push";
    for (Map.Entry<Stage, Distribution> stage : report.withinStage().entrySet()) {
      row(out, "  " + before + " → " + stage.getKey().title(), stage.getValue());
      before = stage.getKey().title();
    }
    out.printf("%-22s %8s %12s%n", "", "CPU s", "resident MiB");
    report
        .services()
        .forEach(
            (name, use) ->
                out.printf(
                    "%-22s %8.2f %12s%n",
                    name,
                    use.cpuSeconds(),
                    use.residentMebibytes() == null ? "-" : use.residentMebibytes().toString()));
  }

  /** Says who died meanwhile; false where nobody did. */
  public static boolean tellDeaths(PrintStream out, List<Report> reports) {
    List<Death> deaths = reports.stream().flatMap(report -> report.deaths().stream()).toList();
    deaths.forEach(death -> out.println("slipway: " + death.toText()));
    return !deaths.isEmpty();
  }

  private static void row(PrintWriter out, String name, Distribution times) {
    if (times.count() == 0) {
      out.printf("%-22s %6d   none was seen%n", name, 0);
      return;
    }
    out.printf(
        "%-22s %6d %8.0f %8.0f %8.0f %8.0f%n",
        name, times.count(), times.p50(), times.p90(), times.p99(), times.max());
  }
}
