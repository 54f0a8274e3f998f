package dev.slipway.bench.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** The processes of one {@code up} as they were at one moment. */
public final class RunningServices {
  private static final String SANDBOX = "sandbox";
  private static final String BENCH = "bench";

  private record Seen(ProcessHandle process, ServiceUse use) {}

  private final Path data;
  private final Map<String, Seen> seen;

  private RunningServices(Path data, Map<String, Seen> seen) {
    this.data = data;
    this.seen = Map.copyOf(seen);
  }

  /**
   * Each service, by name, {@code sandbox} (broker, registry, Git, stand-ins), and {@code bench}:
   * this process, which shares the processors with them.
   */
  public static RunningServices of(RunningSlipway slipway) {
    Map<String, Seen> seen = new TreeMap<>();
    for (Path file : pidFiles(slipway.data())) {
      process(file)
          .filter(ProcessHandle::isAlive)
          .ifPresent(
              process -> {
                seen.put(file.getFileName().toString(), seen(process));
                process.parent().ifPresent(parent -> seen.put(SANDBOX, seen(parent)));
              });
    }
    seen.put(BENCH, seen(ProcessHandle.current()));
    return new RunningServices(slipway.data(), seen);
  }

  private static Seen seen(ProcessHandle process) {
    return new Seen(process, ServiceUse.of(process));
  }

  private static List<Path> pidFiles(Path data) {
    try (Stream<Path> files = Files.list(data.resolve("pids"))) {
      return files.toList();
    } catch (IOException e) {
      throw new BenchException("cannot see which services run on " + data, e);
    }
  }

  private static Optional<ProcessHandle> process(Path file) {
    try {
      return ProcessHandle.of(Long.parseLong(Files.readString(file).strip()));
    } catch (IOException | NumberFormatException beingStarted) {
      return Optional.empty();
    }
  }

  /** What each has used since then; one that was started since, what it has used at all. */
  public Map<String, ServiceUse> useSince(RunningServices before) {
    Map<String, ServiceUse> uses = new TreeMap<>();
    seen.forEach(
        (name, now) -> {
          Seen then = before.seen.get(name);
          boolean same = then != null && then.process().equals(now.process());
          uses.put(name, then != null && same ? now.use().since(then.use()) : now.use());
        });
    before.seen.keySet().forEach(name -> uses.putIfAbsent(name, ServiceUse.NONE));
    return uses;
  }

  /** Those that ran then and do not any more, whether they were started again or not. */
  public List<Death> deathsSince(RunningServices before) {
    List<Death> deaths = new ArrayList<>();
    new TreeMap<>(before.seen)
        .forEach(
            (name, then) -> {
              Seen now = seen.get(name);
              if (now == null || !now.process().equals(then.process())) {
                deaths.add(new Death(name, LastLines.of(log(name))));
              }
            });
    return deaths;
  }

  private Path log(String name) {
    return name.equals(SANDBOX)
        ? data.resolve("up.log")
        : data.resolve("logs").resolve(name + ".log");
  }
}
