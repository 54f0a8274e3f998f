package dev.slipway.bench.apply;

import dev.slipway.bench.report.FormatOption;
import dev.slipway.bench.running.ClusterOption;
import dev.slipway.bench.running.JarOption;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code bench apply}. */
@Command(
    name = "apply",
    description = {
      "Measure the cluster applier alone: from a cleared revision until all of it runs.",
      "Every application is a Deployment of no pods, a ServiceAccount, a Service and an Ingress."
          + " Starts a broker, a Git server and the applier itself; no up is needed. On a real"
          + " cluster it works in a namespace of its own, which it deletes.",
      "Example: ./slipway bench apply --apps 1000 --kubeconfig admin.kubeconfig"
    })
public final class ApplyCommand implements Callable<Integer> {
  @Option(
      names = "--apps",
      paramLabel = "N",
      description = "applications in one commit (default: 1000)")
  private int apps = 1_000;

  @Mixin private ClusterOption cluster = new ClusterOption();

  @Mixin private JarOption jar = new JarOption();

  @Mixin private FormatOption format = new FormatOption();

  @Override
  public Integer call() throws InterruptedException {
    Path measured = jar.of("cluster-applier");
    Optional<Path> real = cluster.kubeconfig();
    ApplyReport report = real.isEmpty() ? simulated(measured) : measure(measured, real.get());
    format.print(report, report.toText());
    return 0;
  }

  private ApplyReport simulated(Path measured) throws InterruptedException {
    try (SimulatedCluster simulated = SimulatedCluster.start(ClusterOptions.defaults())) {
      Path file = Files.createTempFile("slipway-bench", ".kubeconfig");
      Files.writeString(file, simulated.kubeconfig());
      try {
        return measure(measured, file);
      } finally {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("cannot keep the simulated cluster's kubeconfig", e);
    }
  }

  private ApplyReport measure(Path measured, Path kubeconfig) throws InterruptedException {
    try (var bench =
        new ApplyBench(new Applications(apps), measured, kubeconfig.toAbsolutePath())) {
      return bench.run();
    }
  }
}
