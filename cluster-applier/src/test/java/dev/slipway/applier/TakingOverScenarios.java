package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.git.GitCredentials;
import dev.slipway.applier.git.JGitSource;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.AdoptionReported;
import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.DiffReported;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ForeignFields;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What others run already: looked at, taken over, and set up for us. */
abstract class TakingOverScenarios {
  private static final String KUBECTL = "kubectl-client-side-apply";
  private static final String IMAGE = "registry.example/acme/db:";
  @TempDir Path directory;
  private TestSource git;
  private JGitSource source;
  private Cluster cluster;
  private Applying applying;
  private String namespace;

  /** The cluster under test; it is shared by all tests, each has a namespace of its own. */
  abstract Cluster cluster();

  @BeforeEach
  void start() throws IOException {
    cluster = cluster();
    namespace = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8);
    git = new TestSource(directory.resolve("source.git"));
    source = new JGitSource(directory.resolve("cache"), new GitCredentials(List.of()));
    applying = new Applying(git.address(), source, cluster, namespace);
  }

  @AfterEach
  void cleanUp() throws InterruptedException {
    ObjectName name = new ObjectName("v1", "Namespace", null, namespace);
    Optional<KubernetesObject> made = cluster.get(name);
    if (made.isPresent()) {
      cluster.delete(name, made.get().uid());
    }
    source.close();
    git.close();
  }

  @Test
  void takesOverWhatKubectlAppliedWithoutRestartingAPod() throws Exception {
    ObjectName db = new ObjectName("apps/v1", "Deployment", namespace, "db");
    makeNamespace();
    applyAsKubectl(Yaml.deployment("db", IMAGE + "1", 2).replace("  name: db\n", annotated()));
    awaitReady(db);
    git.write(
        "apps/dev/db.yaml",
        Yaml.deployment("db", IMAGE + "1", 2).replace("  name: db\n", annotated()));
    meanNewest();
    String before = version(db);
    Map<String, Object> spec = cluster.get(db).orElseThrow().map("spec");
    List<String> sets = replicaSets();
    Map<String, String> pods = podUids();
    assertThat(pods).hasSize(2);

    AdoptionReported shown = adopt(false);
    assertThat(shown.taken()).isFalse();
    assertThat(shown.fields())
        .singleElement()
        .satisfies(
            foreign -> {
              assertThat(foreign.object()).isEqualTo(db);
              assertThat(foreign.manager()).isEqualTo(KUBECTL);
              assertThat(foreign.fields())
                  .contains(
                      "spec.replicas",
                      "spec.template.spec.containers[db].image",
                      "metadata.annotations.note",
                      "metadata.annotations[" + Takeover.LAST_APPLIED + "]");
            });
    assertThat(version(db)).as("nothing was written").isEqualTo(before);

    AdoptionReported taken = adopt(true);
    assertThat(taken.taken()).isTrue();
    assertThat(taken.fields()).isEqualTo(shown.fields());
    KubernetesObject now = cluster.get(db).orElseThrow();
    assertThat(now.map("spec")).isEqualTo(spec);
    assertThat(replicaSets()).isEqualTo(sets).hasSize(1);
    assertThat(now.annotation(Takeover.LAST_APPLIED)).isEmpty();
    assertThat(podUids()).isEqualTo(pods);
    assertThat(adopt(false).fields()).isEmpty();

    // From now on Git decides: what it changes meets no conflict, what leaves it goes.
    git.write("apps/dev/db.yaml", Yaml.deployment("db", IMAGE + "1", 1));
    applying.apply(applying.revision(git.commit(), 2));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(cluster.get(db).orElseThrow().annotation("note")).isEmpty();
    assertThat(cluster.get(db).orElseThrow().number("spec", "replicas")).isEqualTo(1);
    assertThat(replicaSets()).as("no pod was made anew").isEqualTo(sets);
  }

  @Test
  void takesOverWhereGitIsAheadOfTheClusterAndChangesNoValue() throws Exception {
    ObjectName db = new ObjectName("apps/v1", "Deployment", namespace, "db");
    makeNamespace();
    applyAsKubectl(Yaml.deployment("db", IMAGE + "1", 2));
    awaitReady(db);
    Map<String, String> pods = podUids();
    git.write("apps/dev/db.yaml", Yaml.deployment("db", IMAGE + "2", 3));
    meanNewest();
    DiffReported diff = applying.diff(null);
    assertThat(diff.obstacles()).singleElement().asString().contains("CONFLICT", KUBECTL);

    adopt(true);
    assertThat(podUids()).isEqualTo(pods);
    assertThat(cluster.get(db).orElseThrow().number("spec", "replicas")).isEqualTo(2);
    assertThat(applying.diff(null).obstacles()).isNull();
    applying.apply(applying.revision(git.commit(), 2));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(podUids()).hasSize(3).doesNotContainKeys(pods.keySet().toArray(String[]::new));
  }

  @Test
  void whatWasRefusedForAnotherManagerIsAppliedOnceItIsTakenOver() throws Exception {
    ObjectName settings = new ObjectName("v1", "ConfigMap", namespace, "settings");
    makeNamespace();
    applyAsKubectl(Yaml.configMap("settings", "a"));
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    applying.apply(applying.revision(git.commit(), 1));
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CONFLICT);
    assertThat(failed.message()).contains(KUBECTL, "slipway adopt");

    assertThat(adopt(true).fields()).isNotEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(cluster.get(settings).orElseThrow().text("data", "key")).contains("b");

    assertThat(adopt(true).fields()).as("nothing is another's any more").isEmpty();
    assertThat(applying.state().pending()).as("nothing to try again").isEmpty();
  }

  @Test
  void nothingIsTakenOverOnHold() throws Exception {
    makeNamespace();
    ObjectName settings = applyAsKubectl(Yaml.configMap("settings", "a"));
    String before = version(settings);
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    meanNewest();
    applying.deliver(
        new HoldRequested(applying.environment().name(), Applying.ANNA, "it is night"));

    QuestionDeclined declined =
        applying.ask(
            new AdoptionRequested(applying.environment().name(), true, Applying.ANNA, null),
            QuestionDeclined.class);
    assertThat(declined.reason()).isEqualTo(RolloutFailure.ON_HOLD);
    assertThat(version(settings)).isEqualTo(before);
    assertThat(adopt(false).fields()).hasSize(1);
  }

  @Test
  void anObservedEnvironmentIsToldOfAndNeverWritten() throws Exception {
    makeNamespace();
    ObjectName settings = applyAsKubectl(Yaml.configMap("settings", "a"));
    String before = version(settings);
    observe();
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"))
        .write("apps/dev/db.yaml", Yaml.deployment("db", IMAGE + "1", 1));
    var revision = applying.revision(git.commit(), 1);
    applying.apply(revision);

    DiffReported told = applying.last(DiffReported.class);
    assertThat(told.question()).isNull();
    assertThat(told.sequence()).isEqualTo(revision.sequence());
    assertThat(told.commit()).isEqualTo(revision.commit());
    assertThat(told.objects())
        .extracting(ObjectDiff::action)
        .containsExactly(ObjectChange.Action.CHANGED, ObjectChange.Action.CREATED);
    assertThat(told.obstacles()).singleElement().asString().contains("CONFLICT", KUBECTL);
    assertThat(applying.events(RolloutStarted.class)).isEmpty();
    assertThat(applying.events(RolloutSucceeded.class)).isEmpty();
    assertThat(version(settings)).isEqualTo(before);
    assertThat(cluster.get(new ObjectName("apps/v1", "Deployment", namespace, "db"))).isEmpty();
    assertThat(cluster.get(parent())).isEmpty();
    for (QuestionDeclined declined : List.of(declined(true), declined(false))) {
      assertThat(declined.reason()).isEqualTo(RolloutFailure.ONLY_OBSERVED);
    }
    assertThat(cluster.get(parent())).isEmpty();
    assertThat(adopt(false).fields()).extracting(ForeignFields::manager).containsExactly(KUBECTL);
  }

  private QuestionDeclined declined(boolean adoption) throws InterruptedException {
    var name = applying.environment().name();
    return applying.ask(
        adoption
            ? new AdoptionRequested(name, true, Applying.ANNA, null)
            : new EnvironmentSetupRequested(name, Applying.ANNA, null),
        QuestionDeclined.class);
  }

  @Test
  void whatIsObservedNoLongerIsApplied() throws Exception {
    observe();
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "b"));
    applying.apply(applying.revision(git.commit(), 1));
    assertThat(cluster.get(new ObjectName("v1", "Namespace", null, namespace))).isEmpty();

    applying.rules(ApplyRules.DEFAULT); // The writer then issues the head again.
    applying.apply(applying.revision(git.commit(), 2));
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", namespace, "settings"))).isPresent();
  }

  @Test
  void anAbsentEnvironmentIsSetUpOnRequestAndWhatWaitedForItIsApplied() throws Exception {
    applying.create(false);
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(git.commit(), 1));
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.ENVIRONMENT_ABSENT);
    assertThat(failed.message()).contains("slipway environment create " + namespace);

    EnvironmentCreated created = setUp();
    assertThat(created.cluster()).isEqualTo("main");
    assertThat(created.actor()).isEqualTo(Applying.ANNA);
    assertThat(created.objects())
        .containsExactly(new ObjectName("v1", "Namespace", null, namespace), parent());
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(cluster.get(new ObjectName("v1", "ConfigMap", namespace, "settings"))).isPresent();

    String before = version(parent());
    assertThat(setUp().objects()).as("it is there already").isEmpty();
    assertThat(version(parent())).isEqualTo(before);
  }

  private EnvironmentCreated setUp() throws InterruptedException {
    return applying.ask(
        new EnvironmentSetupRequested(applying.environment().name(), Applying.ANNA, null),
        EnvironmentCreated.class);
  }

  private AdoptionReported adopt(boolean confirmed) throws InterruptedException {
    return applying.ask(
        new AdoptionRequested(applying.environment().name(), confirmed, Applying.ANNA, null),
        AdoptionReported.class);
  }

  private void observe() {
    applying.rules(
        new ApplyRules(
            ApplyRules.Mode.OBSERVE,
            false,
            false,
            ApplyRules.DEFAULT.prune(),
            ApplyRules.DEFAULT.drift(),
            null));
  }

  /** The guard speaks of it, but lets nothing be applied. */
  private void meanNewest() throws IOException {
    applying.deliver(
        new RevisionHeld(
            applying.revision(git.commit(), 1), List.of(), Instant.parse("2026-01-01T00:00:00Z")));
  }

  private static String annotated() {
    return "  name: db\n  annotations: {note: by hand}\n";
  }

  private void makeNamespace() throws InterruptedException {
    cluster.create(KubernetesObject.named(new ObjectName("v1", "Namespace", null, namespace)));
  }

  /** As {@code kubectl apply} leaves an object: its fields are that manager's, with a copy. */
  private ObjectName applyAsKubectl(String yaml) throws InterruptedException {
    @SuppressWarnings("unchecked")
    Map<String, Object> content =
        (Map<String, Object>)
            YamlDocuments.read("test", yaml.getBytes(StandardCharsets.UTF_8)).getFirst();
    KubernetesObject made =
        cluster
            .create(
                new KubernetesObject(content)
                    .with(namespace, "metadata", "namespace")
                    .with("{}", "metadata", "annotations", Takeover.LAST_APPLIED))
            .orElseThrow();
    ObjectName name = made.objectName();
    Awaitility.await().ignoreExceptions().until(() -> giveToKubectl(name));
    return name;
  }

  private boolean giveToKubectl(ObjectName name) throws InterruptedException {
    KubernetesObject live = cluster.get(name).orElseThrow();
    List<Map<String, Object>> owners = new ArrayList<>();
    for (Map<String, Object> entry : live.list("metadata", "managedFields")) {
      Map<String, Object> changed = new LinkedHashMap<>(entry);
      changed.computeIfPresent("manager", (_, who) -> who.equals("slipway") ? KUBECTL : who);
      owners.add(changed);
    }
    KubernetesObject onlyItsVersion =
        KubernetesObject.named(name)
            .with(
                live.text("metadata", "resourceVersion").orElseThrow(),
                "metadata",
                "resourceVersion");
    cluster.takeOver(new Takeover(onlyItsVersion, List.of(), owners));
    return true;
  }

  private void awaitReady(ObjectName name) {
    Awaitility.await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> {
              KubernetesObject live = cluster.get(name).orElseThrow();
              return live.number("status", "observedGeneration") == live.generation()
                  && live.number("status", "readyReplicas") == live.number("spec", "replicas");
            });
  }

  private ObjectName parent() {
    return new ApplySet(applying.environment().name(), namespace).parent();
  }

  private String version(ObjectName name) throws InterruptedException {
    return cluster.get(name).orElseThrow().text("metadata", "resourceVersion").orElseThrow();
  }

  private List<String> replicaSets() throws InterruptedException {
    return cluster
        .labelled(List.of(new GroupKind("apps", "ReplicaSet")), Set.of(namespace), "app", "db")
        .stream()
        .map(KubernetesObject::name)
        .toList();
  }

  private Map<String, String> podUids() throws InterruptedException {
    Map<String, String> uids = new LinkedHashMap<>();
    cluster.labelled(List.of(new GroupKind("", "Pod")), Set.of(namespace), "app", "db").stream()
        .filter(pod -> !Fields.has(pod.content(), "metadata", "deletionTimestamp"))
        .forEach(pod -> uids.put(pod.name(), pod.uid()));
    return uids;
  }
}
