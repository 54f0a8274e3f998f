package dev.slipway.sandbox.launcher;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Where everything is kept: {@code --data}, else {@code SLIPWAY_DATA}, else the checkout. */
final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "everything it keeps (default: SLIPWAY_DATA, else .slipway in the checkout)")
  @Nullable Path data;

  DataDirectory directory() {
    if (data != null) {
      return new DataDirectory(data);
    }
    String environment = System.getenv("SLIPWAY_DATA");
    return new DataDirectory(
        environment != null && !environment.isBlank()
            ? Path.of(environment)
            : Installation.current().home().resolve(".slipway"));
  }
}
