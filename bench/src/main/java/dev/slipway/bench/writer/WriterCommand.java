package dev.slipway.bench.writer;

import dev.slipway.bench.report.FormatOption;
import dev.slipway.bench.running.JarOption;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench writer}. */
@Command(
    name = "writer",
    description = {
      "Measure the manifest writer alone: from the event of a new version to the commit.",
      "Starts a broker, a Git server and the writer itself; no up is needed."
    })
public final class WriterCommand implements Callable<Integer> {
  @Option(
      names = "--files",
      paramLabel = "N",
      description = "files in the repository (default: 5000)")
  private int files = 5_000;

  @Option(
      names = "--updates",
      paramLabel = "N",
      description =
          "images that get a new version at once, each in a file of its own (default: 1000)")
  private int updates = 1_000;

  @Option(
      names = "--commits",
      paramLabel = "N",
      description = "commits in its history, made by git fast-import (default: none)")
  private int commits;

  @Option(
      names = "--alone",
      paramLabel = "N",
      description = "updates one after the other, for their latency (default: 200)")
  private int alone = 200;

  @Option(
      names = "--writers",
      paramLabel = "N",
      description = "writers that race for the same updates on one branch (default: 8; 0: no race)")
  private int writers = 8;

  @Mixin private JarOption jar = new JarOption();

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() throws InterruptedException {
    Path measured = jar.of("manifest-writer");
    WriterReport report;
    try (var bench =
        new WriterBench(
            new ManifestRepository(files, updates), commits, Math.min(alone, updates), measured)) {
      report = bench.run(writers);
    }
    format.print(report, report.toText());
    return 0;
  }
}
