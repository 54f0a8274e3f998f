package dev.slipway.bench.running;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** An {@code up} that a measurement starts on data of its own, breaks where it wants, and ends. */
public final class OwnSlipway implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(12);
  private static final Duration END = Duration.ofSeconds(90);

  private final Process process;
  private final Path data;
  private final RunningSlipway running;
  private final AtExit atExit;
  private final long saidBefore;

  private OwnSlipway(
      Process process, Path data, RunningSlipway running, AtExit atExit, long saidBefore) {
    this.saidBefore = saidBefore;
    this.atExit = atExit;
    this.process = process;
    this.data = data;
    this.running = running;
  }

  /** Starts it and waits until it is ready; its output lies in {@code up.log}. */
  public static OwnSlipway start(Path data, List<String> options) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(script());
    command.addAll(List.of("up", "--data", data.toString()));
    command.addAll(options);
    Path log = data.resolve("up.log");
    try {
      Files.createDirectories(data);
      Files.deleteIfExists(data.resolve("env"));
      long saidBefore = Files.exists(log) ? Files.size(log) : 0;
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
              .start();
      AtExit atExit = AtExit.undo(() -> end(process));
      long deadline = System.nanoTime() + START.toNanos();
      while (!Files.exists(data.resolve("env"))) {
        if (!process.isAlive() || System.nanoTime() > deadline) {
          end(process);
          atExit.over();
          throw new BenchException(
              "slipway up does not get ready; the end of its output:\n"
                  + String.join("\n", LastLines.of(log)));
        }
        Thread.sleep(100);
      }
      return new OwnSlipway(process, data, RunningSlipway.in(data), atExit, saidBefore);
    } catch (IOException e) {
      throw new BenchException("cannot start slipway up: " + e.getMessage(), e);
    }
  }

  public RunningSlipway running() {
    return running;
  }

  /**
   * Runs a command of {@code ./slipway} on it; gives what it said.
   *
   * @throws BenchException where it fails
   */
  public String command(String... arguments) throws InterruptedException {
    List<String> command = new ArrayList<>();
    command.add(script());
    command.addAll(List.of(arguments));
    command.addAll(List.of("--data", data.toString()));
    try {
      Process started = new ProcessBuilder(command).redirectErrorStream(true).start();
      String said = new String(started.getInputStream().readAllBytes(), UTF_8).strip();
      if (started.waitFor() != 0) {
        throw new BenchException(String.join(" ", arguments) + " failed: " + said);
      }
      return said;
    } catch (IOException e) {
      throw new BenchException("cannot run " + command + ": " + e.getMessage(), e);
    }
  }

  private static String script() {
    return Path.of(System.getProperty("slipway.home", "."), "slipway").toString();
  }

  /** Kills the process that {@code up} calls so with -9; empty where it is not there just now. */
  public Optional<Long> kill(String name) {
    return process(name).filter(ProcessHandle::destroyForcibly).map(ProcessHandle::pid);
  }

  /** The processes that ended since the start without having been told to. */
  public List<Ended> ended() {
    try {
      byte[] said = Files.readAllBytes(data.resolve("up.log"));
      return Ended.in(
          new String(said, (int) saidBefore, said.length - (int) saidBefore, UTF_8)
              .lines()
              .toList());
    } catch (IOException e) {
      throw new BenchException("cannot read what slipway up said: " + e.getMessage(), e);
    }
  }

  /** The end of the log of a process. */
  public List<String> lastWords(String name) {
    return LastLines.of(data.resolve("logs").resolve(name + ".log"));
  }

  private Optional<ProcessHandle> process(String name) {
    try {
      long pid = Long.parseLong(Files.readString(data.resolve("pids").resolve(name)).strip());
      return ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    } catch (IOException | NumberFormatException beingStarted) {
      return Optional.empty();
    }
  }

  /** As Ctrl-C does. */
  @Override
  public void close() {
    end(process);
    atExit.over();
  }

  private static void end(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(END.toMillis(), TimeUnit.MILLISECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
