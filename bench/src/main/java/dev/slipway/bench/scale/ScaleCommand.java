package dev.slipway.bench.scale;

import dev.slipway.bench.report.FormatOption;
import dev.slipway.bench.running.BenchException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code bench scale}. */
@Command(
    name = "scale",
    description = {
      "Measure how much more two copies of a service get through than one.",
      "The copies share a pile of work over many keys, told at once, on a broker of their own with"
          + " what they need outside; no up is needed, and no other service runs. Copies that share"
          + " two processors with broker and stand-ins cannot do twice as much: the CPU that was"
          + " used is printed beside it.",
      "Example: ./slipway bench scale all"
    })
public final class ScaleCommand implements Callable<Integer> {
  private static final Map<String, Supplier<Work>> WORKS = new LinkedHashMap<>();

  static {
    WORKS.put("registry-watcher", LookupWork::new);
    WORKS.put("manifest-writer", CommitWork::new);
    WORKS.put("queue-guard", ClearanceWork::new);
    WORKS.put("cluster-applier", RolloutWork::new);
    WORKS.put("notifier", MessageWork::new);
  }

  @Parameters(
      paramLabel = "SERVICE",
      description = "such as queue-guard, or all; the console shares no work")
  private String service = "";

  @Option(
      names = "--copies",
      paramLabel = "N",
      defaultValue = "2",
      description = "how many against one (default: ${DEFAULT-VALUE})")
  private int copies = 2;

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() throws InterruptedException {
    if (copies < 2 || copies > 12) {
      throw new BenchException("--copies is from 2 to 12, as many as there are partitions");
    }
    List<Result> results = new ArrayList<>();
    for (Supplier<Work> work : works()) {
      Result result = new ScaleBench(work).run(List.of(1, copies));
      results.add(result);
      if (!format.isJson()) {
        System.out.print(result.toText());
      }
    }
    if (format.isJson()) {
      format.print(results, "");
    }
    return 0;
  }

  private List<Supplier<Work>> works() {
    if (service.equals("all")) {
      return List.copyOf(WORKS.values());
    }
    Supplier<Work> one = WORKS.get(service);
    if (one == null) {
      throw new BenchException(
          "there is no work for " + service + "; there is some for " + WORKS.keySet() + " and all");
    }
    return List.of(one);
  }
}
