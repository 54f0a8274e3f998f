package dev.slipway.bench.scan;

import dev.slipway.bench.report.FormatOption;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench scan}. */
@Command(
    name = "scan",
    description = {
      "Measure what the registry watcher reads to know every tag of many repositories.",
      "Reads them a first time, and again when nothing has changed. Starts a broker, a registry and"
          + " the watcher itself; no up is needed.",
      "Exit code 1: a scan needs more than 1/20 of the first one's bytes on the average.",
      "Example: ./slipway bench scan --repositories 1000 --tags 2000"
    })
public final class ScanCommand implements Callable<Integer> {
  private static final double MOST = 1.0 / 20;

  @Option(
      names = "--repositories",
      paramLabel = "N",
      defaultValue = "1000",
      description = "how many (default: ${DEFAULT-VALUE})")
  private int repositories = 1000;

  @Option(
      names = "--tags",
      paramLabel = "T",
      defaultValue = "2000",
      description = "in each (default: ${DEFAULT-VALUE})")
  private int tags = 2000;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "between two looks at one repository (default: ${DEFAULT-VALUE})")
  private int every = 60;

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() throws InterruptedException {
    ScanReport report = new ScanBench(repositories, tags, Duration.ofSeconds(every)).run();
    format.print(report, report.toText());
    return report.share() <= MOST ? 0 : 1;
  }
}
