package dev.slipway.bench.faults;

import dev.slipway.bench.report.FormatOption;
import dev.slipway.bench.running.OwnSlipway;
import dev.slipway.bench.running.PortsOption;
import dev.slipway.bench.running.TemporaryFolder;
import java.io.PrintStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pushes while processes are killed, then checks from outside that nothing was lost. */
@Command(
    name = "faults",
    description = {
      "Push while services are killed, and check that nothing was lost or done twice.",
      "Start a sandbox of its own, push to several images while random services or the broker are"
          + " killed with -9 and started again, and while jobs come and go in production's queues."
          + " Then ask the registry, Git, the topics and the cluster whether anything was lost or"
          + " done twice, and whether a process died that nobody had killed.",
      "Exit code 0: nothing was; 1: something was, and what.",
      "Example: ./slipway bench faults --pushes 300 --every 2"
    })
public final class FaultsCommand implements Callable<Integer> {
  private static final int HELD = 0;
  private static final int VIOLATED = 1;

  @Option(names = "--pushes", paramLabel = "N", description = "how many (default: 20)")
  private @Nullable Integer pushes;

  @Option(
      names = "--every",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description = "between two pushes (default: ${DEFAULT-VALUE})")
  private double every = 2;

  @Option(
      names = "--for",
      paramLabel = "MINUTES",
      description = "instead of --pushes: push for so long")
  private @Nullable Double minutes;

  @Option(
      names = "--kill-every",
      paramLabel = "SECONDS",
      defaultValue = "6",
      description = "between two kills, on the average (default: ${DEFAULT-VALUE})")
  private double killEvery = 6;

  @Option(
      names = "--no-kills",
      description = "kill nothing; with --scale, to see what scaling alone does")
  private boolean noKills;

  @Option(
      names = "--scale",
      paramLabel = "SERVICE",
      description =
          "meanwhile give this service three copies and one again, over and over; may be given"
              + " several times")
  private List<String> scale = new ArrayList<>();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "kill in the order of an earlier run (default: another one each time)")
  private @Nullable Long seed;

  @Option(
      names = "--patience",
      paramLabel = "SECONDS",
      defaultValue = "240",
      description = "how long it may take to settle afterwards (default: ${DEFAULT-VALUE})")
  private long patience = 240;

  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "keep the sandbox's data here (default: a temporary folder, kept on failure)")
  private @Nullable Path data;

  @Mixin private PortsOption ports = new PortsOption();

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() throws InterruptedException {
    // What goes on is for people; the JSON alone is for programs.
    PrintStream people = format.isJson() ? System.err : System.out;
    try (TemporaryFolder repository = TemporaryFolder.make("faults-repository")) {
      List<String> options = options(FaultsRepository.write(repository.path()));
      Path given = data;
      if (given != null) {
        return run(given, options, people).holds() ? HELD : VIOLATED;
      }
      TemporaryFolder folder = TemporaryFolder.make("faults");
      boolean holds = run(folder.path(), options, people).holds();
      if (holds) {
        folder.close();
      } else {
        folder.keep();
        people.println("its data, with every log: " + folder.path());
      }
      return holds ? HELD : VIOLATED;
    }
  }

  private Report run(Path folder, List<String> options, PrintStream people)
      throws InterruptedException {
    Report report;
    try (OwnSlipway slipway = OwnSlipway.start(folder.toAbsolutePath(), options)) {
      report = run(slipway, people);
    }
    if (format.isJson()) {
      System.out.println(report.json());
    } else {
      people.print(report.text());
    }
    return report;
  }

  private Report run(OwnSlipway slipway, PrintStream people) throws InterruptedException {
    int count = count();
    long chosen = seed == null ? System.nanoTime() & 0xffff : seed;
    people.printf("%d pushes, one every %s s; --seed %d%n", count, every, chosen);
    try (Trial trial =
        new Trial(
            slipway,
            new Random(chosen),
            noKills ? Duration.ZERO : Duration.ofMillis(millis(killEvery)),
            scale,
            people)) {
      return trial.run(
          count, Duration.ofMillis(millis(every)), Duration.ofSeconds(patience), chosen);
    }
  }

  private int count() {
    if (minutes != null) {
      return Math.max(1, (int) (minutes * 60 / every));
    }
    return pushes == null ? 20 : pushes;
  }

  private static long millis(double seconds) {
    return Math.round(seconds * 1000);
  }

  private List<String> options(Path repository) {
    List<String> options = new ArrayList<>(ports.options());
    options.addAll(List.of("--broker-apart", "--repository", repository.toString()));
    return options;
  }
}
