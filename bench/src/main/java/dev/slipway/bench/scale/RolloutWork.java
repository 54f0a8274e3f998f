package dev.slipway.bench.scale;

import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.EventSender;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Topic;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Sequence;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import dev.slipway.sandbox.git.GitHttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The applier is told cleared revisions of many environments in one repository. */
final class RolloutWork implements Work {
  private static final int ENVIRONMENTS = 48;
  private static final int WORKLOADS = 5;
  private static final String REPOSITORY = "bench";

  private final TemporaryFolder folder = TemporaryFolder.make("rollouts");
  private final SimulatedCluster cluster;
  private final GitHttpServer git;
  private final Path kubeconfig;
  private @Nullable EventSender sender;
  private @Nullable Arrivals rollouts;
  private long configurationOffset;

  RolloutWork() {
    try {
      cluster = SimulatedCluster.start(ClusterOptions.defaults());
      kubeconfig = Files.writeString(folder.path().resolve("kubeconfig"), cluster.kubeconfig());
      git = GitHttpServer.start(folder.path().resolve("git"), 0);
      git.createRepository(REPOSITORY);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot start what the applier needs", e);
    }
  }

  @Override
  public String service() {
    return "cluster-applier";
  }

  @Override
  public String unit() {
    return "environments of " + WORKLOADS + " workloads";
  }

  @Override
  public int size() {
    return ENVIRONMENTS;
  }

  @Override
  public List<String> settings(Path own) {
    // Each copy has a cache of its own, as each has a disk of its own elsewhere.
    return List.of(
        "--slipway.applier.default-cluster.kubeconfig=" + kubeconfig,
        "--slipway.applier.cache-directory=" + own.resolve("cache-" + System.nanoTime()));
  }

  @Override
  public void begin(String kafka, EventSender given) {
    sender = given;
    rollouts = new Arrivals(kafka, Topic.ROLLOUTS);
    configurationOffset = Environments.declare(given, ENVIRONMENTS, source());
  }

  private GitRepository source() {
    return GitRepository.parse(git.cloneUrl(REPOSITORY).toString());
  }

  @Override
  public long pile(int number) {
    Map<String, String> files = new LinkedHashMap<>();
    for (int i = 0; i < ENVIRONMENTS; i++) {
      for (int j = 0; j < WORKLOADS; j++) {
        files.put(
            "%s/app-%d.yaml".formatted(Environments.name(i), j), workload("app-" + j, number));
      }
    }
    GitRevision commit =
        GitRevision.parse(git.commit(REPOSITORY, "main", "Version " + number, files));
    Sequence sequence = new Sequence(1, number, 0);
    List<EventSender.Told> pile = new ArrayList<>();
    for (int i = 0; i < ENVIRONMENTS; i++) {
      pile.add(
          new EventSender.Told(
              EventId.random(),
              new RevisionCleared(
                  Environments.revision(i, source(), sequence, commit, configurationOffset),
                  Clearance.FINAL,
                  null,
                  List.of(),
                  null)));
    }
    long _ = Begun.of(sender).send(pile);
    return Begun.of(rollouts)
        .await(
            ENVIRONMENTS,
            event -> {
              if (event instanceof RolloutFailed failed) {
                throw new BenchException("the applier failed: " + failed.message());
              }
              return event instanceof RolloutSucceeded done && done.sequence().equals(sequence)
                  ? Optional.of(done.environment().toString())
                  : Optional.empty();
            });
  }

  private static String workload(String name, int version) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: NAME}
    spec:
      replicas: 0
      selector: {matchLabels: {app: NAME}}
      template:
        metadata: {labels: {app: NAME}}
        spec:
          containers:
            - {name: main, image: 'registry.example/bench/NAME:VERSION'}
    """
        .replace("NAME", name)
        .replace("VERSION", "1.0." + version);
  }

  @Override
  public void close() {
    if (rollouts != null) {
      rollouts.close();
    }
    git.close();
    cluster.close();
    folder.close();
  }
}
