package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.queues.SandboxQueues;
import dev.slipway.sandbox.registry.SandboxRegistry;
import dev.slipway.sandbox.slack.SlackStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/** The sandbox's parts, in this process. */
final class Parts implements AutoCloseable {
  final EmbeddedBroker broker;
  final SandboxRegistry registry;
  final GitHttpServer git;
  final SandboxQueues queues;
  final SlackStandIn slack;
  final @Nullable SimulatedCluster cluster;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private Parts(
      EmbeddedBroker broker,
      SandboxRegistry registry,
      GitHttpServer git,
      SandboxQueues queues,
      SlackStandIn slack,
      @Nullable SimulatedCluster cluster) {
    this.broker = broker;
    this.registry = registry;
    this.git = git;
    this.queues = queues;
    this.slack = slack;
    this.cluster = cluster;
    for (AutoCloseable part : new AutoCloseable[] {broker, registry, git, queues, slack}) {
      open.push(part);
    }
    if (cluster != null) {
      open.push(cluster);
    }
  }

  /** Starts them, side by side. */
  static Parts start(DataDirectory data, Ports ports, boolean simulateCluster)
      throws InterruptedException {
    try (ExecutorService starters = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<EmbeddedBroker> broker =
          starters.submit(() -> EmbeddedBroker.start(data.folder("kafka"), ports.kafka()));
      Future<SandboxQueues> queues = starters.submit(() -> SandboxQueues.start(ports.queues()));
      SandboxRegistry registry = SandboxRegistry.start(data.folder("registry"), ports.registry());
      Future<@Nullable SimulatedCluster> cluster =
          starters.submit(
              (Callable<@Nullable SimulatedCluster>)
                  () -> simulateCluster ? simulated(data, ports, registry) : null);
      return new Parts(
          broker.get(),
          registry,
          GitHttpServer.start(data.folder("git"), ports.git()),
          queues.get(),
          SlackStandIn.start(data.file("slack-messages.jsonl"), ports.slack()),
          cluster.get());
    } catch (ExecutionException e) {
      Throwable cause = e.getCause() == null ? e : e.getCause();
      throw new SandboxException("the sandbox does not start: " + cause.getMessage(), cause);
    }
  }

  private static SimulatedCluster simulated(
      DataDirectory data, Ports ports, SandboxRegistry registry) throws IOException {
    return SimulatedCluster.start(
        ClusterOptions.defaults()
            .withPort(ports.cluster())
            .withDirectory(data.folder("cluster"))
            .withImages(new StandInImages(registry.uri())));
  }

  /** Tells the services of pushes, once they are there. */
  void notifyServices(DataDirectory data, Ports ports) {
    registry.notifyTo(
        URI.create(
            "http://127.0.0.1:" + ports.service(Service.REGISTRY_WATCHER) + "/webhooks/registry"),
        "Bearer " + data.secret("registry-webhook").value());
    git.notifyTo(
        URI.create("http://127.0.0.1:" + ports.service(Service.MANIFEST_WRITER) + "/webhooks/git"),
        data.secret("git-webhook").value());
  }

  /** Writes the simulated cluster's kubeconfig. */
  Path kubeconfig(DataDirectory data) {
    if (cluster == null) {
      throw new IllegalStateException("the cluster is not simulated");
    }
    return data.write("kubeconfig", cluster.kubeconfig());
  }

  @Override
  public void close() {
    while (!open.isEmpty()) {
      try {
        open.pop().close();
      } catch (Exception e) {
        System.err.println("while stopping: " + e.getMessage());
      }
    }
  }
}
