package dev.slipway.applier;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.Topic;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.testing.Observer;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.cluster.ClusterOptions;
import dev.slipway.sandbox.cluster.SimulatedCluster;
import io.fabric8.kubernetes.api.model.ConfigMap;
import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The applier killed with -9 at random moments; the next one goes on. Against the API server that
 * {@code SLIPWAY_TEST_KUBECONFIG} names, else the simulated one. {@code -Dslipway.kills=100} kills
 * it as often in each test; {@code -Dslipway.seed} repeats a run's moments.
 */
@Timeout(value = 3, unit = TimeUnit.HOURS)
class KilledApplierIT {
  private static final int KILLS = Integer.getInteger("slipway.kills", 1);
  private static final long SEED = Long.getLong("slipway.seed", System.nanoTime() & 0xffff);
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final int SETTINGS = 24;
  private static final int PODS = 3;
  private static final int WORKLOADS = 40;
  private static final String WORKLOAD = "moving-";

  @TempDir static Path directory;
  private static EmbeddedBroker broker;
  private static @Nullable SimulatedCluster simulated;
  private static Path kubeconfig;
  private static Observer observer;

  private final EnvironmentName name =
      EnvironmentName.parse("killed-" + UUID.randomUUID().toString().substring(0, 8));
  private final Random random = new Random(SEED);
  private final Map<String, Set<String>> podsSeen = new ConcurrentSkipListMap<>();
  private TestSource git;
  private KubernetesClient client;
  private ApplierProcess applier;
  private long position;

  @BeforeAll
  static void startTheSurroundings() throws IOException {
    broker = EmbeddedBroker.start(directory.resolve("broker"), 0);
    String real = System.getenv(RealCluster.KUBECONFIG);
    if (real == null || real.isBlank()) {
      simulated =
          SimulatedCluster.start(ClusterOptions.defaults().withPace(Duration.ofMillis(300)));
      kubeconfig = Files.writeString(directory.resolve("kubeconfig"), simulated.kubeconfig());
    } else {
      kubeconfig = Path.of(real);
    }
    observer = Observer.on(broker.bootstrapServers(), Topic.ROLLOUTS);
  }

  @AfterAll
  static void stopTheSurroundings() {
    observer.close();
    if (simulated != null) {
      simulated.close();
    }
    broker.close();
  }

  @BeforeEach
  void runTheFirstRevision() throws Exception {
    git = new TestSource(directory.resolve(name + ".git"));
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    publish(
        new Environment(
            name,
            git.address(),
            TestSource.BRANCH,
            "apps/dev",
            true,
            "main",
            name.toString(),
            List.of(),
            null,
            null,
            true,
            null));
    git.write("apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/web:1", 2))
        .write("apps/dev/db.yaml", Yaml.statefulSet("db", "registry.example/acme/db:1", PODS));
    settings("0");
    applier = start().awaitReady();
    Sequence first = clear(git.commit());
    awaitSuccess(first);
    var _ = client.pods().inNamespace(name.toString()).inform(new PodsSeen());
  }

  @AfterEach
  void stop() throws InterruptedException {
    applier.kill();
    client.namespaces().withName(name.toString()).delete();
    client.close();
    git.close();
  }

  @Test
  void killedWhileItAppliesTheNextOneEndsIt() throws Exception {
    Map<String, String> uids = uids();
    for (int round = 1; round <= KILLS; round++) {
      String value = Integer.toString(round);
      settings(value);
      Sequence sequence = clear(git.commit());
      killAtRandomAfterStart(sequence, Duration.ofMillis(400));
      awaitSuccess(sequence);

      assertThat(settings().values()).as(where(round)).hasSize(SETTINGS).containsOnly(value);
      assertThat(uids()).as(where(round)).isEqualTo(uids);
    }
    assertThat(podsSeen.values()).as("no pod was touched").allMatch(pods -> pods.size() == 1);
  }

  @Test
  void killedWhileItPrunesTheNextOneEndsIt() throws Exception {
    client
        .configMaps()
        .inNamespace(name.toString())
        .resource(
            new io.fabric8.kubernetes.api.model.ConfigMapBuilder()
                .withNewMetadata()
                .withName("not-ours")
                .endMetadata()
                .build())
        .create();
    for (int round = 1; round <= KILLS; round++) {
      settings("a" + round);
      awaitSuccess(clear(git.commit()));
      Map<String, String> uids = uids();
      for (int number = 0; number < SETTINGS / 3; number++) {
        git.write(file(number), "");
        uids.remove("ConfigMap/settings-" + number);
      }
      Sequence sequence = clear(git.commit());
      killAtRandomAfterStart(sequence, Duration.ofMillis(250));
      awaitSuccess(sequence);

      assertThat(uids()).as(where(round)).isEqualTo(uids);
    }
    assertThat(podsSeen.values()).as("no pod was touched").allMatch(pods -> pods.size() == 1);
  }

  @Test
  void killedWhileItMovesImagesTheNextOneEndsIt() throws Exception {
    images("0");
    awaitSuccess(clear(git.commit()));
    List<Sequence> moved = new ArrayList<>();
    for (int round = 1; round <= KILLS; round++) {
      String version = Integer.toString(round);
      Map<String, String> uids = uids();
      Map<String, Long> written = generations();
      images(version);
      Sequence sequence = clear(git.commit());
      killAtRandomWhileItWrites(sequence, Duration.ofMillis(250));
      awaitSuccess(sequence);

      assertThat(images()).as(where(round)).hasSize(WORKLOADS).containsOnly(image(version));
      assertThat(uids()).as(where(round)).isEqualTo(uids);
      written.replaceAll((workload, generation) -> generation + 1);
      assertThat(generations()).as("%s: each was written once", where(round)).isEqualTo(written);
      moved.add(sequence);
    }
    assertThat(moved)
        .allSatisfy(
            sequence ->
                assertThat(toldUnder(sequence)).as("begin and end of %s", sequence).hasSize(2));
    assertThat(podsSeen.values()).as("no pod was touched").allMatch(pods -> pods.size() == 1);
  }

  @Test
  void killedWhileItRestartsInOrderTheNextOneGoesOn() throws Exception {
    GitRevision commit = git.commit();
    for (int number = 1; number <= KILLS; number++) {
      int round = number;
      Map<String, Set<String>> before = copyOfPodsSeen();
      Restart restart =
          new Restart(EventId.random(), "StatefulSet/db", null, null, "round " + round);
      Sequence sequence = clear(commit, restart);
      TimeUnit.MILLISECONDS.sleep(random.nextInt(2_500));
      applier.kill();
      applier = start();
      awaitSuccess(sequence);

      // What the applier saw, this one's own watch may see a moment later.
      await()
          .atMost(PATIENCE)
          .untilAsserted(
              () ->
                  assertThat(renewed(before))
                      .as("%s: restarted; there are %s", where(round), setAndPods())
                      .isEqualTo(everyPod()));
      Map<String, Set<String>> after = copyOfPodsSeen();
      for (int ordinal = 0; ordinal < PODS; ordinal++) {
        String pod = "db-" + ordinal;
        assertThat(uids(after, pod).size() - uids(before, pod).size())
            .as("%s: %s is restarted once", where(round), pod)
            .isEqualTo(1);
      }
      after.keySet().removeIf(pod -> pod.startsWith("db-"));
      before.keySet().removeIf(pod -> pod.startsWith("db-"));
      assertThat(after).as("%s: no other pod is touched", where(round)).isEqualTo(before);
    }
  }

  /** Somewhere between the revision being heard of and, most often, its end. */
  private void killAtRandomAfterStart(Sequence sequence, Duration within) throws Exception {
    boolean early = random.nextInt(4) == 0;
    if (early) {
      killWithin(within);
    } else {
      killAtRandomWhileItWrites(sequence, within);
    }
  }

  /** What this instance knows of the revision before, the next one does not. */
  private void killAtRandomWhileItWrites(Sequence sequence, Duration within) throws Exception {
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(1))
        .until(
            () ->
                events(RolloutStarted.class).stream()
                    .anyMatch(started -> started.sequence().equals(sequence)));
    killWithin(within);
  }

  private void killWithin(Duration atMost) throws Exception {
    TimeUnit.MILLISECONDS.sleep(random.nextInt((int) atMost.toMillis()));
    applier.kill();
    applier = start();
  }

  private ApplierProcess start() throws IOException {
    return ApplierProcess.start(
        directory.resolve("applier.log"),
        "--spring.kafka.bootstrap-servers=" + broker.bootstrapServers(),
        "--slipway.messaging.instance-id=killed",
        "--slipway.applier.default-cluster.kubeconfig=" + kubeconfig,
        "--slipway.applier.cache-directory=" + directory.resolve("cache"));
  }

  private void settings(String value) {
    for (int number = 0; number < SETTINGS; number++) {
      git.write(file(number), Yaml.configMap("settings-" + number, value));
    }
  }

  /** Workloads of no pods, as nothing but their images differ from what was applied last. */
  private void images(String version) {
    for (int number = 0; number < WORKLOADS; number++) {
      String workload = WORKLOAD + number;
      git.write("apps/dev/" + workload + ".yaml", Yaml.deployment(workload, image(version), 0));
    }
  }

  private static String image(String version) {
    return "registry.example/acme/moving:" + version;
  }

  private List<Deployment> workloads() {
    return client.apps().deployments().inNamespace(name.toString()).list().getItems().stream()
        .filter(workload -> workload.getMetadata().getName().startsWith(WORKLOAD))
        .toList();
  }

  private List<String> images() {
    return workloads().stream()
        .flatMap(workload -> workload.getSpec().getTemplate().getSpec().getContainers().stream())
        .map(Container::getImage)
        .toList();
  }

  /** How often what is wanted of each was changed. */
  private Map<String, Long> generations() {
    Map<String, Long> generations = new TreeMap<>();
    for (Deployment workload : workloads()) {
      generations.put(workload.getMetadata().getName(), workload.getMetadata().getGeneration());
    }
    return generations;
  }

  /** The ids of what was told of the begin and the end of a revision. */
  private Set<EventId> toldUnder(Sequence sequence) {
    return observer.seen().stream()
        .filter(
            envelope ->
                switch (envelope.event()) {
                  case RolloutStarted started -> isOf(started, sequence);
                  case RolloutSucceeded succeeded -> isOf(succeeded, sequence);
                  default -> false;
                })
        .map(EventEnvelope::id)
        .collect(toSet());
  }

  private boolean isOf(RolloutEvent event, Sequence sequence) {
    return event.environment().equals(name) && event.sequence().equals(sequence);
  }

  private static String file(int number) {
    return "apps/dev/settings-" + number + ".yaml";
  }

  /** What the settings are in the cluster. */
  private Map<String, String> settings() {
    Map<String, String> values = new TreeMap<>();
    for (ConfigMap map : client.configMaps().inNamespace(name.toString()).list().getItems()) {
      if (map.getMetadata().getName().startsWith("settings-")) {
        values.put(map.getMetadata().getName(), map.getData().get("key"));
      }
    }
    return values;
  }

  /** Everything that there is, with what tells an object from one that was made anew. */
  private Map<String, String> uids() {
    String namespace = name.toString();
    List<HasMetadata> all = new ArrayList<>();
    all.addAll(client.configMaps().inNamespace(namespace).list().getItems());
    all.addAll(client.apps().deployments().inNamespace(namespace).list().getItems());
    all.addAll(client.apps().statefulSets().inNamespace(namespace).list().getItems());
    Map<String, String> uids = new TreeMap<>();
    all.forEach(
        object ->
            uids.put(
                object.getKind() + "/" + object.getMetadata().getName(),
                object.getMetadata().getUid()));
    return uids;
  }

  private final class PodsSeen implements ResourceEventHandler<Pod> {
    @Override
    public void onAdd(Pod pod) {
      podsSeen
          .computeIfAbsent(pod.getMetadata().getName(), pods -> new ConcurrentSkipListSet<>())
          .add(pod.getMetadata().getUid());
    }

    @Override
    public void onUpdate(Pod before, Pod after) {
      onAdd(after);
    }

    @Override
    public void onDelete(Pod pod, boolean stateUnknown) {
      onAdd(pod);
    }
  }

  private static Set<String> uids(Map<String, Set<String>> seen, String pod) {
    return seen.getOrDefault(pod, Set.of());
  }

  /** The set's pods that were not there before. */
  private Set<String> renewed(Map<String, Set<String>> before) {
    Set<String> names = new TreeSet<>(everyPod());
    names.removeIf(pod -> uids(copyOfPodsSeen(), pod).size() <= uids(before, pod).size());
    return names;
  }

  /** What the restart wrote on the set, and each pod with when it began. */
  private String setAndPods() {
    List<String> found = new ArrayList<>();
    found.add(
        String.valueOf(
            client
                .apps()
                .statefulSets()
                .inNamespace(name.toString())
                .withName("db")
                .get()
                .getMetadata()
                .getAnnotations()));
    for (Pod pod : client.pods().inNamespace(name.toString()).list().getItems()) {
      ObjectMeta metadata = pod.getMetadata();
      found.add(
          metadata.getName() + " " + metadata.getUid() + " " + metadata.getCreationTimestamp());
    }
    return found.toString();
  }

  private static Set<String> everyPod() {
    return IntStream.range(0, PODS).mapToObj(ordinal -> "db-" + ordinal).collect(toSet());
  }

  private Map<String, Set<String>> copyOfPodsSeen() {
    Map<String, Set<String>> copy = new HashMap<>();
    podsSeen.forEach((pod, uids) -> copy.put(pod, new TreeSet<>(uids)));
    return copy;
  }

  private Sequence clear(GitRevision commit, Restart... restarts) {
    position++;
    Sequence sequence = new Sequence(1, position, restarts.length);
    publish(
        new RevisionCleared(
            new Revision(
                name,
                sequence,
                git.address(),
                TestSource.BRANCH,
                commit,
                List.of(),
                List.of(restarts),
                0),
            Clearance.FINAL,
            null,
            List.of(),
            null));
    return sequence;
  }

  private static <E extends Event> void publish(E event) {
    observer.publish(event);
  }

  private void awaitSuccess(Sequence sequence) {
    await()
        .atMost(PATIENCE)
        .until(
            () -> {
              assertThat(events(RolloutFailed.class)).isEmpty();
              return events(RolloutSucceeded.class).stream()
                  .anyMatch(succeeded -> succeeded.sequence().equals(sequence));
            });
  }

  private <E extends RolloutEvent> List<E> events(Class<E> type) {
    return observer.events(type).stream()
        .filter(event -> event.environment().equals(name))
        .toList();
  }

  private static String where(int round) {
    return "round " + round + " of seed " + SEED;
  }
}
