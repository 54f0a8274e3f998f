package dev.slipway.bench.apply;

import dev.slipway.bench.apply.ApplyReport.Step;
import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.DeathWatch;
import dev.slipway.bench.running.EventSender;
import dev.slipway.bench.running.OpenThings;
import dev.slipway.bench.running.ServiceProcess;
import dev.slipway.bench.running.ServiceUse;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.events.Environment;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.git.GitHttpServer;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Measures the applier alone: it is told what is cleared, as the guard would. */
final class ApplyBench implements AutoCloseable {
  private static final String NAME = "cluster-applier";
  private static final String APPLIED = "slipway_push_applied_seconds_sum";
  private static final String REPOSITORY = "bench";
  private static final EnvironmentName ENVIRONMENT = EnvironmentName.parse("bench");
  private static final GitBranch BRANCH = GitBranch.parse("main");

  private final Applications applications;
  private final Path jar;
  private final Path kubeconfig;
  private final String namespace;
  private final TemporaryFolder temporary;
  private final Path folder;
  private boolean isMeasured;
  private final DeathWatch watch = new DeathWatch();
  private final OpenThings open = new OpenThings();
  private final EmbeddedBroker broker;
  private final GitHttpServer git;
  private final EventSender sender;
  private final List<Step> steps = new ArrayList<>();
  private long epoch = 1;
  private long position;
  private long configurationOffset;
  private @Nullable GitRevision head;

  /** Starts what the applier needs; nothing is measured yet. */
  ApplyBench(Applications applications, Path jar, Path kubeconfig) {
    this.applications = applications;
    this.jar = jar;
    this.kubeconfig = kubeconfig;
    this.namespace = "slipway-bench-" + Long.toString(System.nanoTime() & 0xffffff, 36);
    temporary = TemporaryFolder.make("apply");
    folder = temporary.path();
    open.push(() -> temporary.removeIf(isMeasured));
    broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    open.push(broker);
    git = GitHttpServer.start(folder.resolve("git"), 0);
    open.push(git);
    git.createRepository(REPOSITORY);
    sender = new EventSender(broker.bootstrapServers());
    open.push(sender);
    open.push(this::deleteNamespace);
  }

  /**
   * Measures.
   *
   * @throws BenchException where the applier died, at once, with its last words
   */
  ApplyReport run() throws InterruptedException {
    ApplyReport report = watch.during(this::measure);
    isMeasured = true;
    return report;
  }

  private ApplyReport measure() throws InterruptedException {
    ServiceProcess applier = start();
    try (Rollouts rollouts = new Rollouts(broker.bootstrapServers())) {
      configurationOffset =
          sender.send(List.of(new EventSender.Told(EventId.random(), declared())));
      commit("Set up", Applications.begin());
      apply(applier, rollouts);
      commit("Add every application", applications.all());
      measure("every object new", applier, rollouts);
      commit("Touch nothing of it", Map.of("README.md", "Nothing that is applied."));
      measure("nothing changed", applier, rollouts);
      commit("Move one image", Applications.one(applications.count() / 2, "1.0.1"));
      measure("one image changed", applier, rollouts);
      // Somebody's wish that everything be looked at: nothing that is remembered counts.
      epoch++;
      measure("nothing changed, every object looked at", applier, rollouts);
      long resident = applier.use().mostResidentBytes().orElse(0);
      applier.close();
      ServiceProcess next = start();
      commit("Move one image again", Applications.one(applications.count() / 2, "1.0.2"));
      measure("one image changed, after a restart", next, rollouts);
      resident = Math.max(resident, next.use().mostResidentBytes().orElse(0));
      return ApplyReport.of(applications.count(), steps, resident / 1024 / 1024);
    }
  }

  private ServiceProcess start() throws InterruptedException {
    ServiceProcess applier =
        ServiceProcess.start(
            jar,
            new ServiceProcess.Settings(
                NAME,
                ServiceProcess.freePort(),
                broker.bootstrapServers(),
                folder,
                List.of(
                    "--slipway.applier.default-cluster.kubeconfig=" + kubeconfig,
                    "--slipway.applier.cache-directory=" + folder.resolve("cache"))));
    open.push(applier);
    watch.on(applier).awaitReady();
    return applier;
  }

  private Environment declared() {
    return new Environment(
        ENVIRONMENT,
        GitRepository.parse(git.cloneUrl(REPOSITORY).toString()),
        BRANCH,
        Applications.FOLDER,
        true,
        "main",
        namespace,
        List.of(),
        null,
        null,
        true,
        null);
  }

  private void commit(String message, Map<String, String> files) {
    head = GitRevision.parse(git.commit(REPOSITORY, BRANCH.toString(), message, files));
    position++;
  }

  private void measure(String name, ServiceProcess applier, Rollouts rollouts)
      throws InterruptedException {
    ServiceUse before = applier.use();
    double appliedBefore = secondsApplied(applier);
    double took = apply(applier, rollouts) / 1e9;
    ServiceUse during = applier.use().since(before);
    double applied = secondsApplied(applier) - appliedBefore;
    steps.add(
        new Step(
            name,
            // Where nothing was written there is nothing to wait for.
            ApplyReport.rounded(applied > 0 ? applied : took),
            ApplyReport.rounded(took),
            ApplyReport.rounded(during.cpu().toMillis() / 1e3)));
  }

  /** How many nanoseconds it takes until what the branch holds runs. */
  private long apply(ServiceProcess applier, Rollouts rollouts) {
    Sequence sequence = new Sequence(epoch, position, 0);
    Revision revision =
        new Revision(
            ENVIRONMENT,
            sequence,
            declared().source(),
            BRANCH,
            Objects.requireNonNull(head),
            List.of(),
            List.of(),
            configurationOffset,
            Instant.now());
    var cleared = new RevisionCleared(revision, Clearance.FINAL, null, List.of(), null);
    long from = System.nanoTime();
    long _ = sender.send(List.of(new EventSender.Told(EventId.random(), cleared)));
    try {
      return rollouts.awaitSuccess(sequence) - from;
    } catch (BenchException e) {
      throw new BenchException(e.getMessage() + "; the applier's log: " + applier.log(), e);
    }
  }

  /** How long all revisions together took until every object was written, as the applier says. */
  private static double secondsApplied(ServiceProcess applier) throws InterruptedException {
    return applier.ask("/actuator/prometheus").stream()
        .flatMap(String::lines)
        .filter(line -> line.startsWith(APPLIED))
        .mapToDouble(line -> Double.parseDouble(line.substring(line.lastIndexOf(' ') + 1)))
        .sum();
  }

  private void deleteNamespace() {
    try (KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build()) {
      var _ = client.namespaces().withName(namespace).delete();
    }
  }

  @Override
  public void close() {
    open.close();
  }
}
