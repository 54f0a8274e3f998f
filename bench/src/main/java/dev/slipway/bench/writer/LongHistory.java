package dev.slipway.bench.writer;

import dev.slipway.bench.running.BenchException;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/**
 * Commits that were there before anybody measured: each writes one of a thousand small files. Made
 * by {@code git fast-import}, which takes some seconds for a hundred thousand.
 */
final class LongHistory {
  private static final int FILES = 1_000;
  private static final long FIRST = 1_600_000_000;
  private static final int SECONDS_BETWEEN = 600;

  private LongHistory() {}

  static void write(Path repository, int commits) throws InterruptedException {
    ProcessBuilder command =
        new ProcessBuilder("git", "-C", repository.toString(), "fast-import", "--quiet");
    command.redirectErrorStream(true).redirectOutput(ProcessBuilder.Redirect.DISCARD);
    try {
      Process process = command.start();
      try (OutputStream stream = new BufferedOutputStream(process.getOutputStream(), 1 << 16)) {
        for (int number = 0; number < commits; number++) {
          stream.write(commit(number).getBytes(StandardCharsets.UTF_8));
        }
      }
      if (process.waitFor() != 0) {
        throw new BenchException("git fast-import failed with " + process.exitValue());
      }
    } catch (IOException e) {
      throw new BenchException("cannot make a history with git fast-import: " + e.getMessage(), e);
    }
  }

  private static String commit(int number) {
    String message = "Change number " + number + "\n";
    String content = "number: " + number + "\n";
    return "commit refs/heads/main\ncommitter Somebody <somebody@example.com> "
        + (FIRST + (long) number * SECONDS_BETWEEN)
        + " +0000\ndata "
        + message.length()
        + "\n"
        + message
        + (number == 0 ? "from refs/heads/main^0\n" : "")
        + "M 100644 inline history/"
        + number % FILES
        + ".yaml\ndata "
        + content.length()
        + "\n"
        + content
        + "\n";
  }
}
