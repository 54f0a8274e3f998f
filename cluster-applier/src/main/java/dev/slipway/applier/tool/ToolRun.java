package dev.slipway.applier.tool;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Runs programs, at most as many at once as there are processors. Each sees a private folder, an
 * empty {@code PATH}, no environment of ours, and no network (a name space of its own where the
 * system lets us make one; proxies that lead nowhere in any case).
 */
public final class ToolRun {
  private static final int MOST_WORDS = 64 << 10;
  private static final Semaphore PLACES =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors()), true);
  private final ToolLimits limits;
  private final Isolation isolation = new Isolation();

  private final boolean network;

  /** Programs that see no network. */
  public ToolRun(ToolLimits limits) {
    this(limits, false);
  }

  private ToolRun(ToolLimits limits, boolean network) {
    this.limits = limits;
    this.network = network;
  }

  /** For programs whose task is to fetch something, and which are given nothing else. */
  public static ToolRun withNetwork(ToolLimits limits) {
    return new ToolRun(limits, true);
  }

  /** What a run said. */
  public sealed interface Result {
    record Done(String output) implements Result {}

    /**
     * It ended with an error.
     *
     * @param words its standard error, without the private folder's path
     */
    record Failed(int status, String words) implements Result {}
  }

  /**
   * Runs it to its end.
   *
   * @param neededBy the file of the environment that needs it, for people to read
   * @param input for its standard input
   * @throws RefusedException {@code TOOL_MISSING}; {@code RENDER_FAILED} where it goes over a limit
   * @throws UnavailableException where it cannot be started at all
   */
  public Result run(
      Tool tool, List<String> arguments, PrivateFolder folder, byte[] input, String neededBy)
      throws InterruptedException {
    Path program = tool.find(neededBy);
    PLACES.acquire();
    try {
      Process process = start(program, arguments, folder);
      try {
        return await(tool, process, input, folder, neededBy);
      } finally {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
        process.destroyForcibly();
      }
    } catch (IOException e) {
      throw new UnavailableException(
          UnavailableException.Reason.TOOL_UNAVAILABLE,
          tool.name() + " cannot be started: " + e.getMessage(),
          e);
    } finally {
      PLACES.release();
    }
  }

  private Process start(Path program, List<String> arguments, PrivateFolder folder)
      throws IOException {
    List<String> command = new ArrayList<>(network ? List.of() : isolation.prefix());
    command.addAll(
        List.of(
            "/bin/sh",
            "-c",
            "ulimit -c 0; ulimit -d " + limits.memoryBytes() / 1024 + "; exec \"$0\" \"$@\"",
            program.toString()));
    command.addAll(arguments);
    ProcessBuilder builder = new ProcessBuilder(command).directory(folder.root().toFile());
    Map<String, String> environment = builder.environment();
    environment.clear();
    environment.putAll(Isolation.environment(folder.root(), limits.memoryBytes(), network));
    return builder.start();
  }

  private Result await(
      Tool tool, Process process, byte[] input, PrivateFolder folder, String neededBy)
      throws InterruptedException {
    CompletableFuture<Boolean> feeding = feed(process, input);
    CompletableFuture<byte[]> output =
        reading(process, process.getInputStream(), limits.outputBytes());
    CompletableFuture<byte[]> words = reading(process, process.getErrorStream(), MOST_WORDS);
    try {
      byte[] said = output.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
      if (said.length > limits.outputBytes()) {
        throw refused(
            tool, neededBy, "its output is more than %d MiB".formatted(limits.outputBytes() >> 20));
      }
      byte[] complained = words.get(limits.time().toMillis(), TimeUnit.MILLISECONDS);
      int status = process.waitFor();
      feeding.cancel(true);
      return status == 0
          ? new Result.Done(new String(said, StandardCharsets.UTF_8))
          : new Result.Failed(
              status, plain(new String(complained, StandardCharsets.UTF_8), folder));
    } catch (TimeoutException e) {
      throw refused(
          tool, neededBy, "it took longer than %d s".formatted(limits.time().toSeconds()));
    } catch (ExecutionException e) {
      throw new UnavailableException(
          UnavailableException.Reason.TOOL_UNAVAILABLE,
          tool.name() + " broke off: " + e.getCause(),
          e);
    }
  }

  /** Whether it took all of it; where not, its status says why. */
  private static CompletableFuture<Boolean> feed(Process process, byte[] input) {
    return later(
        () -> {
          try (OutputStream stdin = process.getOutputStream()) {
            stdin.write(input);
            return true;
          } catch (IOException _) {
            return false;
          }
        });
  }

  /** Up to one byte more than allowed; then the program is killed. */
  private static CompletableFuture<byte[]> reading(Process process, InputStream stream, long most) {
    return later(
        () -> {
          byte[] read = stream.readNBytes((int) Math.min(most + 1, Integer.MAX_VALUE - 8));
          if (read.length > most) {
            process.destroyForcibly();
          }
          return read;
        });
  }

  private interface Task<T> {
    T run() throws IOException;
  }

  private static <T> CompletableFuture<T> later(Task<T> task) {
    CompletableFuture<T> future = new CompletableFuture<>();
    Thread.ofVirtual()
        .name("tool")
        .start(
            () -> {
              try {
                future.complete(task.run());
              } catch (IOException | RuntimeException e) {
                future.completeExceptionally(e);
              }
            });
    return future;
  }

  private static String plain(String words, PrivateFolder folder) {
    return words.replace(folder.root() + "/", "").replace(folder.root().toString(), ".").strip();
  }

  private static RefusedException refused(Tool tool, String neededBy, String problem) {
    return new RefusedException(
        RolloutFailure.RENDER_FAILED,
        "%s: %s was stopped: %s; nothing was applied".formatted(neededBy, tool.name(), problem));
  }
}
