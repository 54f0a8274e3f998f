package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.git.GitHttpServer;
import dev.slipway.sandbox.github.GitHubStandIn;
import dev.slipway.sandbox.queues.SandboxQueues;
import dev.slipway.sandbox.registry.SandboxRegistry;
import dev.slipway.sandbox.slack.SlackStandIn;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/**
 * The sandbox's parts, in this process. The quick ones are there at once; the broker and the queues
 * come up while the services already start.
 */
final class Parts implements AutoCloseable {
  final SandboxRegistry registry;
  final GitHttpServer git;
  private final @Nullable SimulatedCluster cluster;
  private final FutureTask<? extends AutoCloseable> broker;
  private final FutureTask<SandboxQueues> queues;
  private final Deque<AutoCloseable> open = new ArrayDeque<>();

  private Parts(
      DataDirectory data,
      Ports ports,
      boolean simulateCluster,
      @Nullable Callable<ApartBroker> brokerApart)
      throws IOException {
    broker =
        brokerApart == null
            ? begin("broker", () -> EmbeddedBroker.start(data.folder("kafka"), ports.kafka()))
            : begin("broker", brokerApart);
    queues = begin("queues", () -> SandboxQueues.start(ports.queues()));
    registry = opened(SandboxRegistry.start(data.folder("registry"), ports.registry()));
    git = opened(GitHttpServer.start(data.folder("git"), ports.git()));
    opened(GitHubStandIn.start(data.file("pull-requests.json"), ports.pullRequests(), git));
    opened(SlackStandIn.start(data.file("slack-messages.jsonl"), ports.slack()));
    cluster = simulateCluster ? opened(simulated(data, ports, registry)) : null;
  }

  /**
   * Starts them; {@link #await} says when all are there.
   *
   * @param brokerApart starts the broker as a process of its own; absent: in this process
   */
  static Parts start(
      DataDirectory data,
      Ports ports,
      boolean simulateCluster,
      @Nullable Callable<ApartBroker> brokerApart) {
    try {
      return new Parts(data, ports, simulateCluster, brokerApart);
    } catch (IOException | IllegalStateException e) {
      throw doesNotStart(e);
    }
  }

  /** Waits for the broker and the queues, and makes these queues. */
  void await(Iterable<NamedThings.Queue> named) throws InterruptedException {
    try {
      SandboxQueues server = queues.get();
      named.forEach(queue -> server.createQueue(queue.region(), queue.name()));
      broker.get();
    } catch (ExecutionException e) {
      throw doesNotStart(e.getCause() == null ? e : e.getCause());
    }
  }

  private static <T> FutureTask<T> begin(String name, Callable<T> start) {
    FutureTask<T> task = new FutureTask<>(start);
    Thread.ofPlatform().daemon().name("start " + name).start(task);
    return task;
  }

  private <T extends AutoCloseable> T opened(T part) {
    open.push(part);
    return part;
  }

  private static SandboxException doesNotStart(Throwable cause) {
    return new SandboxException("the sandbox does not start: " + cause.getMessage(), cause);
  }

  private static SimulatedCluster simulated(
      DataDirectory data, Ports ports, SandboxRegistry registry) throws IOException {
    return SimulatedCluster.start(
        ClusterOptions.defaults()
            .withPort(ports.cluster())
            .withDirectory(data.folder("cluster"))
            .withImages(new StandInImages(registry.uri())));
  }

  /** Tells the services of pushes from now on. */
  void notifyServices(DataDirectory data, Ports ports) {
    registry.notifyTo(
        URI.create(
            "http://127.0.0.1:" + ports.service(Service.REGISTRY_WATCHER) + "/webhooks/registry"),
        "Bearer " + data.secret("registry-webhook").value());
    git.notifyTo(
        URI.create("http://127.0.0.1:" + ports.service(Service.MANIFEST_WRITER) + "/webhooks/git"),
        data.secret("git-webhook").value());
  }

  /**
   * How that part is taken away.
   *
   * @throws SandboxException where it cannot be, saying why
   */
  Outages.Outage outage(String part) {
    return switch (part) {
      case "registry" ->
          outage(
              () -> registry.refuseReadersUntilRecovery(Duration.ofSeconds(1)), registry::recover);
      case "git" -> outage(() -> git.failUntilRecovery(503), git::recover);
      case "queues" -> {
        SandboxQueues server = queues.resultNow();
        yield outage(() -> server.failUntilRecovery(503), server::recover);
      }
      case "cluster" -> clusterAway();
      case "broker" -> apart();
      case "disk" -> apart().diskFull();
      default ->
          throw new SandboxException(
              "there is no part "
                  + part
                  + "; there are registry, git, cluster, queues, broker and disk");
    };
  }

  private static Outages.Outage outage(Runnable begin, Runnable end) {
    return new Outages.Outage() {
      @Override
      public void begin() {
        begin.run();
      }

      @Override
      public void end() {
        end.run();
      }
    };
  }

  private Outages.Outage clusterAway() {
    SimulatedCluster simulated = cluster;
    if (simulated == null) {
      throw new SandboxException("a real cluster is not taken away");
    }
    return outage(
        () -> {
          var _ =
              simulated
                  .faults()
                  .refuse(".*", ".*", ApiError.Reason.ServiceUnavailable, Integer.MAX_VALUE);
        },
        () -> simulated.faults().clear());
  }

  private ApartBroker apart() {
    if (broker.resultNow() instanceof ApartBroker apart) {
      return apart;
    }
    throw new SandboxException(
        "the broker runs in the process of up itself; start it with ./slipway up --broker-apart");
  }

  /** Writes the simulated cluster's kubeconfig. */
  Path kubeconfig(DataDirectory data) {
    if (cluster == null) {
      throw new IllegalStateException("the cluster is not simulated");
    }
    return data.write("kubeconfig", cluster.kubeconfig());
  }

  /** Ends them, the broker last: whoever still writes can. */
  @Override
  public void close() {
    while (!open.isEmpty()) {
      close(open.pop());
    }
    closeStarted(queues);
    closeStarted(broker);
  }

  private static void closeStarted(FutureTask<? extends AutoCloseable> part) {
    if (part.state() == FutureTask.State.SUCCESS) {
      close(part.resultNow());
    }
  }

  private static void close(AutoCloseable part) {
    try {
      part.close();
    } catch (Exception e) {
      System.err.println("while stopping: " + e.getMessage());
    }
  }
}
