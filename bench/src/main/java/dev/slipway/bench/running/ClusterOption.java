package dev.slipway.bench.running;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The cluster that is applied to. */
public final class ClusterOption {
  @Option(
      names = "--kubeconfig",
      paramLabel = "FILE",
      description =
          "apply to this real cluster, its current context, without asking (default: a simulated"
              + " one)")
  private @Nullable Path kubeconfig;

  /** Of the real one; empty where it is to be simulated. */
  public Optional<Path> kubeconfig() {
    return Optional.ofNullable(kubeconfig).map(Path::toAbsolutePath);
  }
}
