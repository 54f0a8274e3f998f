package dev.slipway.bench.fleet;

import dev.slipway.bench.report.FormatOption;
import dev.slipway.bench.report.Printed;
import dev.slipway.bench.report.Report;
import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.ClusterOption;
import dev.slipway.bench.running.OwnSlipway;
import dev.slipway.bench.running.PortsOption;
import dev.slipway.bench.running.RunningServices;
import dev.slipway.bench.running.RunningSlipway;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.bench.timeline.Observers;
import dev.slipway.bench.timeline.PushedImage;
import dev.slipway.bench.timeline.Pushes;
import dev.slipway.bench.timeline.Stage;
import dev.slipway.bench.timeline.Timeline;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/**
 * Makes a fleet, starts an {@code up} of its own on it, and pushes: one by one, then all at once.
 */
@Command(
    name = "fleet",
    description = {
      "Measure single pushes and a burst in a repository of many applications.",
      "Make a repository of many applications and files, start an up of its own on it, and push:"
          + " single images first, then one of every application at once. Prints how long each"
          + " takes to each stage, where the time goes, and what each service uses. Stops what it"
          + " started."
    })
public final class FleetCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  /** Applications far apart: no two singles in a row meet the same folder. */
  private static final int STRIDE = 37;

  /** Nothing is told for so long: what came with the first rollouts is over. */
  private static final Duration QUIET = Duration.ofSeconds(3);

  @Option(
      names = "--apps",
      paramLabel = "N",
      defaultValue = "200",
      description = "applications, each with an image of its own (default: ${DEFAULT-VALUE})")
  private int applications;

  @Option(
      names = "--files",
      paramLabel = "F",
      defaultValue = "4410",
      description = "files in the repository (default: ${DEFAULT-VALUE})")
  private int files;

  @Option(
      names = "--tags",
      paramLabel = "T",
      defaultValue = "2000",
      description = "tags that each image has already (default: ${DEFAULT-VALUE})")
  private int tags;

  @Option(
      names = "--singles",
      paramLabel = "N",
      defaultValue = "12",
      description = "single pushes (default: ${DEFAULT-VALUE})")
  private int singles;

  @Option(
      names = "--burst",
      paramLabel = "B",
      defaultValue = "200",
      description = "pushes at once, to as many applications (default: ${DEFAULT-VALUE})")
  private int burst;

  @Option(
      names = "--bursts",
      paramLabel = "N",
      defaultValue = "1",
      description = "how often (default: ${DEFAULT-VALUE})")
  private int bursts;

  @Option(
      names = "--gap",
      paramLabel = "SECONDS",
      defaultValue = "2",
      description =
          "between a single push that is applied and the next (default: ${DEFAULT-VALUE})")
  private double gap;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "300",
      description = "how long to wait for what was pushed (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Mixin private PortsOption ports = new PortsOption();

  @Mixin private ClusterOption cluster = new ClusterOption();

  @Option(
      names = "--work",
      paramLabel = "DIR",
      description = "for the repository and the data; kept (default: a folder that is removed)")
  private @Nullable Path work;

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() throws InterruptedException, IOException {
    if (burst > applications) {
      throw new BenchException("--burst cannot be more than --apps: an application is pushed once");
    }
    if (work != null) {
      if (Files.exists(work.resolve("data"))) {
        throw new BenchException(
            work
                + " holds the data of an earlier run, whose registry is gone: give --work another"
                + " folder, or remove it");
      }
      return run(work);
    }
    try (TemporaryFolder folder = TemporaryFolder.make("fleet")) {
      return run(folder.path());
    }
  }

  private int run(Path place) throws InterruptedException, IOException {
    try (LargeRegistry registry = LargeRegistry.start(applications, tags)) {
      Path repository = place.resolve("repository");
      var fleet = new FleetRepository(applications, files, registry.host());
      tell("writing %d applications in %d folders", applications, fleet.folders());
      fleet.write(repository);
      tell("starting ./slipway up on it; its output: %s", place.resolve("data/up.log"));
      try (OwnSlipway own =
          OwnSlipway.start(place.resolve("data").toAbsolutePath(), options(repository))) {
        return measure(own.running(), registry);
      }
    }
  }

  private List<String> options(Path repository) {
    List<String> options = new ArrayList<>(ports.options());
    options.addAll(List.of("--repository", repository.toString()));
    cluster
        .kubeconfig()
        .ifPresent(file -> options.addAll(List.of("--kubeconfig", file.toString(), "--yes")));
    return options;
  }

  private int measure(RunningSlipway slipway, LargeRegistry registry)
      throws InterruptedException, IOException {
    Timeline timeline = new Timeline();
    try (Observers observers = Observers.of(slipway, timeline)) {
      Pushes pushes = new Pushes(timeline, image -> registry.push(image.path(), image.tag()));
      // Above what else may run there: only what this fleet has brought counts.
      await(() -> observers.workloads() >= applications, "the first rollout of every application");
      await(() -> registry.listings() >= applications, "the first scan of every image");
      registry.notifyTo(
          URI.create(slipway.named("SLIPWAY_REGISTRY_WEBHOOK")),
          "Bearer "
              + Files.readString(Path.of(slipway.named("SLIPWAY_REGISTRY_WEBHOOK_TOKEN_FILE")))
                  .strip());
      await(() -> observers.quietFor().compareTo(QUIET) >= 0, "the first rollouts to be over");
      List<Report> reports = new ArrayList<>();
      boolean all = singles == 0 || single(slipway, timeline, observers, pushes, reports);
      for (int i = 0; i < bursts && all && burst > 0; i++) {
        all = burst(slipway, timeline, observers, pushes, reports);
        Thread.sleep(Duration.ofSeconds(i + 1 < bursts ? 3 : 0));
      }
      format.print(reports, Printed.text(reports));
      if (!all) {
        System.err.println("slipway: not all was applied after " + timeout + " s");
      }
      boolean died = Printed.tellDeaths(System.err, reports);
      return all && !died ? 0 : FAILED;
    }
  }

  private boolean single(
      RunningSlipway slipway,
      Timeline timeline,
      Observers observers,
      Pushes pushes,
      List<Report> reports)
      throws InterruptedException {
    RunningServices before = RunningServices.of(slipway);
    int commits = observers.commits();
    long began = System.nanoTime();
    List<PushedImage> pushed = new ArrayList<>();
    boolean all = true;
    for (int i = 0; i < singles && all; i++) {
      PushedImage image = pushes.push(FleetRepository.image(i * STRIDE % applications));
      pushed.add(image);
      all = pushes.awaitApplied(List.of(image), Duration.ofSeconds(timeout));
      tell(
          "single %d of %d: %s",
          i + 1,
          singles,
          timeline.since(image, Stage.APPLIED).map(t -> t.toMillis() + " ms").orElse("missing"));
      Thread.sleep(Duration.ofMillis(Math.round(gap * 1000)));
    }
    reports.add(
        Report.of(
            "single pushes",
            timeline,
            pushed,
            Duration.ofNanos(System.nanoTime() - began),
            observers.commits() - commits,
            before,
            RunningServices.of(slipway)));
    return all;
  }

  private boolean burst(
      RunningSlipway slipway,
      Timeline timeline,
      Observers observers,
      Pushes pushes,
      List<Report> reports)
      throws InterruptedException {
    tell("pushing to %d applications at once", burst);
    RunningServices before = RunningServices.of(slipway);
    int commits = observers.commits();
    long began = System.nanoTime();
    List<PushedImage> pushed = new ArrayList<>();
    for (int i = 0; i < burst; i++) {
      pushed.add(pushes.push(FleetRepository.image(i)));
    }
    boolean all = pushes.awaitApplied(pushed, Duration.ofSeconds(timeout));
    Duration took = Duration.ofNanos(System.nanoTime() - began);
    tell("all over after %.1f s", took.toMillis() / 1000.0);
    reports.add(
        Report.of(
            "burst",
            timeline,
            pushed,
            took,
            observers.commits() - commits,
            before,
            RunningServices.of(slipway)));
    return all;
  }

  private void await(BooleanSupplier condition, String what) throws InterruptedException {
    tell("waiting for %s", what);
    long deadline = System.nanoTime() + Duration.ofSeconds(timeout).toNanos();
    while (!condition.getAsBoolean()) {
      if (System.nanoTime() > deadline) {
        throw new BenchException(what + " did not come within " + timeout + " s");
      }
      Thread.sleep(50);
    }
  }

  private static void tell(String format, Object... arguments) {
    System.err.printf("  " + format + "%n", arguments);
  }
}
