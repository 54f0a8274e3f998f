package dev.slipway.bench.latency;

import dev.slipway.bench.report.FormatOption;
import dev.slipway.bench.report.Printed;
import dev.slipway.bench.report.Report;
import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.DataOption;
import dev.slipway.bench.running.RunningServices;
import dev.slipway.bench.running.RunningSlipway;
import dev.slipway.bench.timeline.Observers;
import dev.slipway.bench.timeline.PushedImage;
import dev.slipway.bench.timeline.Pushes;
import dev.slipway.bench.timeline.Stage;
import dev.slipway.bench.timeline.Timeline;
import dev.slipway.sandbox.registry.ImagePusher;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Pushes at a steady pace, and says how long each takes to each stage. */
@Command(
    name = "latency",
    description = {
      "Measure how long a push takes, stage by stage.",
      "Push at a steady pace to what ./slipway up runs, and print how long it takes from the"
          + " registry's answer to the push to its event, its commit, its clearance and the patched"
          + " workload: p50, p90, p99 and the longest. The image must be followed by timestamp."
    })
public final class LatencyCommand implements Callable<Integer> {
  private static final int FAILED = 1;

  @Option(
      names = "--pushes",
      paramLabel = "N",
      defaultValue = "30",
      description = "how many (default: ${DEFAULT-VALUE})")
  private int pushes;

  @Option(
      names = "--rate",
      paramLabel = "R",
      defaultValue = "0.5",
      description = "pushes a second (default: ${DEFAULT-VALUE})")
  private double rate;

  @Option(
      names = "--image",
      paramLabel = "PATH",
      defaultValue = "demo/web",
      description = "several take turns (default: ${DEFAULT-VALUE})")
  private List<String> images = List.of();

  @Option(
      names = "--warm-up",
      paramLabel = "N",
      defaultValue = "3",
      description = "pushes before, which do not count (default: ${DEFAULT-VALUE})")
  private int warmUp;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      defaultValue = "60",
      description = "how long to wait for the last (default: ${DEFAULT-VALUE})")
  private int timeout;

  @Mixin private FormatOption format = new FormatOption();

  @Mixin private DataOption data = new DataOption();

  @Override
  public Integer call() throws InterruptedException {
    if (pushes < 1 || rate <= 0 || warmUp < 0) {
      throw new BenchException("--pushes must be 1 or more, --rate above 0, --warm-up 0 or more");
    }
    RunningSlipway slipway = data.running();
    ImagePusher registry = ImagePusher.to(slipway.registry());
    Timeline timeline = new Timeline();
    try (Observers observers = Observers.of(slipway, timeline)) {
      Pushes all = new Pushes(timeline, image -> registry.push(image.path(), image.tag()));
      System.err.println("pushing " + warmUp + " times to warm up");
      push(all, warmUp, timeline);
      all.awaitApplied(all.newest(), Duration.ofSeconds(timeout));
      RunningServices before = RunningServices.of(slipway);
      int commits = observers.commits();
      long began = System.nanoTime();
      push(all, pushes, timeline);
      boolean applied = all.awaitApplied(all.newest(), Duration.ofSeconds(timeout));
      Duration took = Duration.ofNanos(System.nanoTime() - began);
      List<Report> reports =
          List.of(
              Report.of(
                  "latency at " + rate + " pushes a second",
                  timeline,
                  all.pushed().subList(warmUp, warmUp + pushes),
                  took,
                  observers.commits() - commits,
                  before,
                  RunningServices.of(slipway)));
      format.print(reports, Printed.text(reports));
      boolean died = Printed.tellDeaths(System.err, reports);
      if (!applied) {
        System.err.println("slipway: not applied after " + timeout + " s: " + all.newest());
      }
      return applied && !died ? 0 : FAILED;
    }
  }

  private void push(Pushes to, int count, Timeline timeline) throws InterruptedException {
    long began = System.nanoTime();
    for (int i = 0; i < count; i++) {
      long due = began + Math.round(i / rate * 1e9);
      Thread.sleep(Duration.ofNanos(Math.max(0, due - System.nanoTime())));
      if (i > 0) {
        tell(i, count, to.pushed().getLast(), timeline);
      }
      PushedImage _ = to.push(images.get(i % images.size()));
    }
  }

  private static void tell(int done, int count, PushedImage last, Timeline timeline) {
    System.err.printf(
        "  %d of %d: %s %s%n",
        done,
        count,
        last,
        timeline
            .since(last, Stage.APPLIED)
            .map(took -> "applied after " + took.toMillis() + " ms")
            .orElse("is on its way"));
  }
}
