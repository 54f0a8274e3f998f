package dev.slipway.bench.running;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * Where what runs keeps everything: {@code --data}, else {@code SLIPWAY_DATA}, else the checkout.
 */
public final class DataOption {
  @Option(
      names = "--data",
      paramLabel = "DIR",
      description = "the data of the up that is measured (default: SLIPWAY_DATA, else .slipway)")
  private @Nullable Path data;

  /**
   * What runs there.
   *
   * @throws BenchException where nothing does
   */
  public RunningSlipway running() {
    return RunningSlipway.in(directory());
  }

  private Path directory() {
    if (data != null) {
      return data;
    }
    String environment = System.getenv("SLIPWAY_DATA");
    return environment != null && !environment.isBlank()
        ? Path.of(environment)
        : Path.of(System.getProperty("slipway.home", ".")).resolve(".slipway");
  }
}
