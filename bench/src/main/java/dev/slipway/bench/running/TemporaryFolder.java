package dev.slipway.bench.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

/**
 * A folder of a measurement's own: gone when it is closed, and when the process is ended before.
 */
public final class TemporaryFolder implements AutoCloseable {
  private static final Duration STILL_WRITTEN = Duration.ofSeconds(20);
  private static final long LOOK_MILLIS = 100;

  private final Path path;
  private final AtExit atExit;

  private TemporaryFolder(Path path) {
    this.path = path;
    this.atExit = AtExit.undo(() -> delete(path));
  }

  /** Makes {@code slipway-bench-PURPOSE…} where temporary files lie. */
  public static TemporaryFolder make(String purpose) {
    try {
      return new TemporaryFolder(Files.createTempDirectory("slipway-bench-" + purpose + "-"));
    } catch (IOException e) {
      throw new UncheckedIOException("cannot make a temporary folder", e);
    }
  }

  public Path path() {
    return path;
  }

  /** What lies in it stays, for people to look at. */
  public void keep() {
    atExit.over();
  }

  /** Removes it where all went well; else it stays, for its logs say what went wrong. */
  public void removeIf(boolean wentWell) {
    if (wentWell) {
      close();
    } else {
      keep();
      System.err.println("not measured; the logs are in " + path);
    }
  }

  @Override
  public void close() {
    delete(path);
    atExit.over();
  }

  /** A process that was told to end may write a last file meanwhile. */
  private static void delete(Path folder) {
    long deadline = System.nanoTime() + STILL_WRITTEN.toNanos();
    while (Files.exists(folder)) {
      try {
        Folders.delete(folder);
      } catch (UncheckedIOException e) {
        if (System.nanoTime() > deadline) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(LOOK_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new BenchException("interrupted while a temporary folder was removed", e);
    }
  }
}
