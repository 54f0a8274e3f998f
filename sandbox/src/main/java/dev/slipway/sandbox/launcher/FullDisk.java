package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * What a full disk is to a process: no file grows any more, whatever is appended. It is the limit
 * on the size of its files ({@code setrlimit(2)}, {@code RLIMIT_FSIZE}) that can be set from
 * outside and taken away again by {@code prlimit} of util-linux, without being root.
 */
final class FullDisk {
  private static final String COMMAND = "prlimit";
  private static final String FULL = "--fsize=4096:unlimited";
  private static final String EMPTY = "--fsize=unlimited:unlimited";

  private volatile boolean full;

  /** The same command, on a disk that is full while this is. */
  ProcessBuilder under(ProcessBuilder command) {
    if (full) {
      List<String> limited = new ArrayList<>(List.of(COMMAND, FULL));
      limited.addAll(command.command());
      command.command(limited);
    }
    return command;
  }

  /** For that process, and for those that are started from now on. */
  void fill(long pid) throws InterruptedException {
    full = true;
    limit(pid, FULL);
  }

  /** It may have ended: the next one has space. */
  void empty(long pid) throws InterruptedException {
    full = false;
    if (ProcessHandle.of(pid).isPresent()) {
      limit(pid, EMPTY);
    }
  }

  private static void limit(long pid, String size) throws InterruptedException {
    try {
      Process process =
          new ProcessBuilder(COMMAND, "--pid", Long.toString(pid), size)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      if (process.waitFor() != 0 && size.equals(FULL)) {
        throw new SandboxException("the limits of process " + pid + " cannot be set");
      }
    } catch (IOException e) {
      throw new SandboxException(
          "the disk of the broker is filled with prlimit (util-linux), which is not there", e);
    }
  }
}
