package dev.slipway.bench.fleet;

import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.RunningSlipway;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** An {@code up} of the bench's own, on data of its own, ended with it. */
final class OwnSlipway implements AutoCloseable {
  private static final Duration TO_START = Duration.ofMinutes(10);
  private static final Duration TO_STOP = Duration.ofSeconds(90);
  private static final long LOOK_MILLIS = 200;

  private final Process process;
  private final Path data;

  private OwnSlipway(Process process, Path data) {
    this.process = process;
    this.data = data;
  }

  /**
   * Starts it; {@link #awaitReady} says when it runs.
   *
   * @param kubeconfig of a real cluster; absent: the simulated one
   */
  static OwnSlipway start(Path data, Path repository, int portBase, @Nullable Path kubeconfig) {
    String home = System.getProperty("slipway.home", ".");
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(home).resolve("slipway").toString(),
                "up",
                "--data",
                data.toString(),
                "--repository",
                repository.toString(),
                "--port-base",
                Integer.toString(portBase)));
    if (kubeconfig != null) {
      command.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--yes"));
    }
    try {
      Files.createDirectories(data);
      return new OwnSlipway(
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(log(data).toFile())
              .start(),
          data);
    } catch (IOException e) {
      throw new BenchException("./slipway up cannot be started: " + e.getMessage(), e);
    }
  }

  private static Path log(Path data) {
    return data.resolve("up.log");
  }

  /** Waits until every service takes work. */
  RunningSlipway awaitReady() throws InterruptedException {
    long deadline = System.nanoTime() + TO_START.toNanos();
    while (!Files.exists(data.resolve("env"))) {
      if (!process.isAlive() || System.nanoTime() > deadline) {
        throw new BenchException("./slipway up does not start; its output: " + log(data));
      }
      Thread.sleep(LOOK_MILLIS);
    }
    return RunningSlipway.in(data);
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(TO_STOP.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
