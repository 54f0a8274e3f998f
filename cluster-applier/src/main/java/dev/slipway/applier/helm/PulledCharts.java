package dev.slipway.applier.helm;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.tool.PrivateFolder;
import dev.slipway.applier.tool.Tool;
import dev.slipway.applier.tool.ToolRun;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongSupplier;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Charts from Helm repositories and OCI registries, by {@code helm pull}. An exact version is
 * pulled once; a range is asked for anew after a while. Safe for any thread.
 */
final class PulledCharts {
  private static final int MOST = 16;
  private static final long RANGE_HOLDS_NANOS = 60_000_000_000L;
  private static final Pattern EXACT =
      Pattern.compile("v?\\d+\\.\\d+\\.\\d+(?:[-+][0-9A-Za-z.+-]+)?|sha256:[0-9a-f]{64}");
  private static final Pattern NOT_THERE =
      Pattern.compile(
          "(?i)not found|no chart version found|chart .* version .* (?:not|is not)|improper"
              + " constraint|manifest unknown|name unknown|could not locate");

  /**
   * What is asked for.
   *
   * @param repository a Helm repository's address; empty where the chart's own is {@code oci://}
   * @param chart a name, or an address
   * @param version a version, a range or a digest; empty: the newest
   */
  record Wanted(String by, String repository, String chart, String version, boolean insecure) {
    String key() {
      return repository + " " + chart + " " + version;
    }
  }

  private record Held(Chart chart, long pulledAt) {}

  private final Tool helm;
  private final ToolRun run;
  private final LongSupplier nanoTime;
  private final Map<String, Held> held =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Held> eldest) {
          return size() > MOST;
        }
      };

  PulledCharts(Tool helm, ToolRun run, LongSupplier nanoTime) {
    this.helm = helm;
    this.run = run;
    this.nanoTime = nanoTime;
  }

  /**
   * The chart.
   *
   * @throws RefusedException {@code RENDER_FAILED} where there is no such chart or version
   * @throws UnavailableException where the registry or repository does not answer
   */
  Chart pull(Wanted wanted) throws InterruptedException {
    synchronized (held) {
      Held known = held.get(wanted.key());
      if (known != null
          && (EXACT.matcher(wanted.version()).matches()
              || nanoTime.getAsLong() - known.pulledAt() < RANGE_HOLDS_NANOS)) {
        return known.chart();
      }
    }
    long asked = nanoTime.getAsLong();
    Chart chart = fetch(wanted);
    synchronized (held) {
      held.put(wanted.key(), new Held(chart, asked));
    }
    return chart;
  }

  private Chart fetch(Wanted wanted) throws InterruptedException {
    try (PrivateFolder work = PrivateFolder.onDisk()) {
      ToolRun.Result result = run.run(helm, arguments(wanted), work, new byte[0], wanted.by());
      return switch (result) {
        case ToolRun.Result.Done _ -> read(wanted, work.root().resolve("chart"));
        case ToolRun.Result.Failed(int _, String words) -> throw failed(wanted, words);
      };
    }
  }

  private static List<String> arguments(Wanted wanted) {
    boolean digest = wanted.version().startsWith("sha256:");
    List<String> arguments =
        new ArrayList<>(
            List.of(
                "pull",
                digest ? wanted.chart() + "@" + wanted.version() : wanted.chart(),
                "--untar",
                "--untardir",
                "chart"));
    if (!wanted.repository().isEmpty()) {
      arguments.addAll(List.of("--repo", wanted.repository()));
    }
    if (!wanted.version().isEmpty() && !digest) {
      arguments.addAll(List.of("--version", wanted.version()));
    }
    if (wanted.insecure()) {
      arguments.add("--plain-http");
    }
    return arguments;
  }

  private static RuntimeException failed(Wanted wanted, String words) {
    String message =
        "%s: the chart %s %s cannot be pulled from %s: %s"
            .formatted(
                wanted.by(),
                wanted.chart(),
                wanted.version(),
                wanted.repository().isEmpty() ? "its registry" : wanted.repository(),
                words);
    return NOT_THERE.matcher(words).find()
        ? new RefusedException(RolloutFailure.RENDER_FAILED, message + "; nothing was applied")
        : new UnavailableException(UnavailableException.Reason.CHART_UNAVAILABLE, message)
            .of(
                wanted.repository().isEmpty()
                    ? "chart registry " + wanted.chart()
                    : "Helm repository " + wanted.repository());
  }

  /** helm unpacks into a folder of the chart's own name. */
  private static Chart read(Wanted wanted, Path unpacked) {
    Map<String, byte[]> files = new TreeMap<>();
    try (Stream<Path> charts = Files.list(unpacked)) {
      Path root = charts.filter(Files::isDirectory).findFirst().orElse(unpacked);
      MessageDigest all = MessageDigest.getInstance("SHA-256");
      try (Stream<Path> found = Files.walk(root)) {
        for (Path file : found.filter(Files::isRegularFile).sorted().toList()) {
          byte[] content = Files.readAllBytes(file);
          String path = root.relativize(file).toString();
          files.put(path, content);
          all.update(MessageDigest.getInstance("SHA-256").digest(content));
          all.update(path.getBytes(StandardCharsets.UTF_8));
        }
      }
      return new Chart(
          wanted.chart() + " " + wanted.version(), HexFormat.of().formatHex(all.digest()), files);
    } catch (IOException e) {
      throw new UncheckedIOException("a pulled chart cannot be read", e);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
