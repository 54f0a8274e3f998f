package dev.slipway.sandbox.launcher;

import java.nio.file.Path;
import java.util.List;

/** Processes that an {@code up} that was killed has left running on this data. */
final class Leftovers {
  private Leftovers() {}

  static void end(DataDirectory data) throws InterruptedException {
    for (Path file : data.files("pids")) {
      String name = "pids/" + file.getFileName();
      ProcessHandle leftover =
          ProcessHandle.of(Long.parseLong(data.read(name).strip()))
              .filter(process -> isOurs(process, data))
              .orElse(null);
      if (leftover != null) {
        leftover.destroyForcibly();
        while (leftover.isAlive()) {
          Thread.sleep(20);
        }
      }
      data.remove(name);
    }
  }

  private static boolean isOurs(ProcessHandle process, DataDirectory data) {
    String marker = ServiceCommand.marker(data);
    return process
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(marker))
        .orElse(false);
  }
}
