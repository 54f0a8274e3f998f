package dev.slipway.sandbox.launcher;

import java.util.Map;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** Prints where everything is. */
@Command(
    name = "env",
    description = {
      "Print the addresses of what runs, as NAME=value lines.",
      "In a shell: set -a; . <(./slipway env); set +a"
    })
public final class EnvCommand implements Runnable {
  @Mixin private DataOption data = new DataOption();

  @Override
  public void run() {
    for (Map.Entry<String, String> entry : data.directory().environment().entrySet()) {
      System.out.println(entry.getKey() + "=" + quoted(entry.getValue()));
    }
  }

  /** As a shell reads it back. */
  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_./:@%+=,-]*")
        ? value
        : "'" + value.replace("'", "'\\''") + "'";
  }
}
