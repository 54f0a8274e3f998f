package dev.slipway.bench.running;

import java.util.List;
import picocli.CommandLine.Option;

/** Where an {@code up} of the bench's own listens. */
public final class PortsOption {
  @Option(
      names = "--port-base",
      paramLabel = "N",
      defaultValue = "8700",
      description =
          "the first of the 20 ports of the up that it starts (default: ${DEFAULT-VALUE})")
  private int base;

  /** As {@code up} takes it. */
  public List<String> options() {
    return List.of("--port-base", Integer.toString(base));
  }
}
