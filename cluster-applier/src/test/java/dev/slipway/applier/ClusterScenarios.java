package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.applier.git.GitCredentials;
import dev.slipway.applier.git.JGitSource;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.RolloutMonitor.Limits;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DiffReported;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FieldChange;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What the applier does to a cluster that speaks the Kubernetes API, from Git to running pods. */
abstract class ClusterScenarios {
  private static final String WEB = "registry.example/acme/web:";
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
  void setsUpTheEnvironmentAndRollsEverythingOut() throws Exception {
    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "1", 2))
        .write("apps/dev/config/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(git.commit(), 1));

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    RolloutSucceeded succeeded = applying.last(RolloutSucceeded.class);
    assertThat(succeeded.took()).isPositive();
    assertThat(succeeded.images())
        .singleElement()
        .satisfies(
            image -> {
              assertThat(image.workload()).isEqualTo("Deployment/web");
              assertThat(image.container()).isEqualTo("web");
              assertThat(image.reference()).hasToString(WEB + "1");
            });
    assertThat(applying.last(RolloutStarted.class).changes())
        .extracting(change -> change.object().kind())
        .containsExactlyInAnyOrder("ConfigMap", "Deployment");
    KubernetesObject web = get("apps/v1", "Deployment", "web").orElseThrow();
    assertThat(web.number("status", "availableReplicas")).isEqualTo(2);
    assertThat(ApplySet.of(web)).isPresent();
    KubernetesObject parent = parent();
    assertThat(parent.annotation("applyset.kubernetes.io/contains-group-kinds"))
        .hasValue("ConfigMap,Deployment.apps");
    assertThat(parent.annotation("slipway.dev/sequence")).hasValue("1.1.0");
    assertThat(parent.annotation("slipway.dev/phase")).hasValue("succeeded");
  }

  @Test
  void writesNothingWhenTheClusterRunsTheRevisionAlready() throws Exception {
    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "1", 1));
    applying.apply(applying.revision(git.commit(), 1));
    String before = version("apps/v1", "Deployment", "web");
    applying.publisher.clear();

    applying.restart();
    git.write("elsewhere/readme.yaml", "a: b");
    applying.apply(applying.revision(git.commit(), 2));

    assertThat(applying.last(RolloutSucceeded.class).took()).isZero();
    assertThat(applying.events(RolloutStarted.class)).isEmpty();
    assertThat(version("apps/v1", "Deployment", "web")).isEqualTo(before);
  }

  @Test
  void saysWhichFieldsChange() throws Exception {
    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "1", 1))
        .write("apps/dev/other.yaml", Yaml.configMap("other", "a"));
    applying.apply(applying.revision(git.commit(), 1));

    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "2", 1));
    applying.apply(applying.revision(git.commit(), 2));

    assertThat(applying.last(RolloutStarted.class).changes())
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.fields())
                    .containsExactly("spec.template.spec.containers[web].image"));
    assertThat(applying.last(RolloutSucceeded.class).images())
        .singleElement()
        .satisfies(image -> assertThat(image.reference()).hasToString(WEB + "2"));
  }

  @Test
  void aDiffTellsWhatWouldChangeAndWritesNothing() throws Exception {
    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "1", 2))
        .write("apps/dev/same.yaml", Yaml.configMap("same", "a"))
        .write("apps/dev/old.yaml", Yaml.configMap("old", "a"));
    applying.apply(applying.revision(git.commit(), 1));
    List<String> before = versions();

    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "2", 3))
        .write("apps/dev/new.yaml", Yaml.configMap("new", "a"))
        .write("apps/dev/old.yaml", "");
    DiffReported diff = applying.diff(git.commit());

    assertThat(diff.obstacles()).isNull();
    assertThat(diff.objects())
        .extracting(object -> object.object().name(), ObjectDiff::action)
        .containsExactly(
            tuple("new", ObjectChange.Action.CREATED),
            tuple("web", ObjectChange.Action.CHANGED),
            tuple("old", ObjectChange.Action.DELETED));
    assertThat(diff.objects().get(1).fields())
        .containsExactly(
            new FieldChange("spec.replicas", "2", "3"),
            new FieldChange("spec.template.spec.containers[web].image", WEB + "1", WEB + "2"));
    assertThat(versions()).as("resource versions").isEqualTo(before);
    assertThat(get("v1", "ConfigMap", "new")).isEmpty();
  }

  @Test
  void aDiffOfAnEnvironmentThatIsNotThereMakesNothing() throws Exception {
    git.write("apps/dev/a.yaml", Yaml.configMap("a", "a"));
    DiffReported diff = applying.diff(git.commit());
    assertThat(diff.objects()).hasSize(1);
    assertThat(cluster.get(new ObjectName("v1", "Namespace", null, namespace))).isEmpty();
  }

  /** Of everything that the environment has, and of what records how far it is. */
  private List<String> versions() throws InterruptedException {
    return List.of(
        version("apps/v1", "Deployment", "web"),
        version("v1", "ConfigMap", "same"),
        version("v1", "ConfigMap", "old"),
        parent().text("metadata", "resourceVersion").orElse(""));
  }

  @Test
  void refusesAnEnvironmentThatWasNeverSetUp() throws Exception {
    applying.create(false);
    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "1", 1));
    applying.apply(applying.revision(git.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.ENVIRONMENT_ABSENT);
    assertThat(failed.begun()).isFalse();
    assertThat(failed.message()).contains("namespace " + namespace, "create: true");
    assertThat(cluster.get(new ObjectName("v1", "Namespace", null, namespace))).isEmpty();
  }

  @Test
  void deletesWhatLeftTheFolderButNeverAKeptObjectOrAClaim() throws Exception {
    git.write("apps/dev/stays.yaml", Yaml.configMap("stays", "a"))
        .write("apps/dev/goes.yaml", Yaml.configMap("goes", "a"))
        .write(
            "apps/dev/kept.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: kept, annotations: {slipway.dev/prune: disabled}}
            ---
            apiVersion: v1
            kind: PersistentVolumeClaim
            metadata: {name: data}
            spec: {accessModes: [ReadWriteOnce], resources: {requests: {storage: 1Gi}}}
            """);
    applying.apply(applying.revision(git.commit(), 1));
    assertThat(applying.events(RolloutFailed.class)).isEmpty();

    git.write("apps/dev/goes.yaml", "").write("apps/dev/kept.yaml", "");
    applying.apply(applying.revision(git.commit(), 2));

    assertThat(applying.last(ResourcesPruned.class).objects())
        .extracting(ObjectName::name)
        .containsExactly("goes");
    assertThat(get("v1", "ConfigMap", "goes")).isEmpty();
    assertThat(get("v1", "ConfigMap", "stays")).isPresent();
    assertThat(get("v1", "ConfigMap", "kept")).isPresent();
    assertThat(get("v1", "PersistentVolumeClaim", "data")).isPresent();
  }

  @Test
  void anEmptyFolderDoesNotEmptyTheEnvironment() throws Exception {
    git.write("apps/dev/stays.yaml", Yaml.configMap("stays", "a"));
    applying.apply(applying.revision(git.commit(), 1));

    git.write("apps/dev/stays.yaml", "").write("apps/dev/README.md", "nothing here");
    applying.apply(applying.revision(git.commit(), 2));

    assertThat(applying.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.PATH_ABSENT);
    assertThat(get("v1", "ConfigMap", "stays")).isPresent();
  }

  @Test
  void namesTheImageThatCannotBePulled() throws Exception {
    git.write("apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/missing:1", 1));
    applying.apply(applying.revision(git.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.IMAGE_PULL_FAILED);
    assertThat(failed.message()).contains("registry.example/acme/missing:1", "not found");
    assertThat(failed.workload()).isEqualTo("Deployment/web");
    assertThat(failed.begun()).isTrue();
  }

  @Test
  void showsTheLastWordsOfAContainerThatCrashes() throws Exception {
    git.write("apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/crash:1", 1));
    applying.apply(applying.revision(git.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CRASHED);
    assertThat(failed.message()).contains("exit code 1");
    List<String> lines = failed.message().lines().toList();
    assertThat(lines).hasSizeGreaterThan(1);
    assertThat(lines.subList(1, lines.size()))
        .noneMatch(line -> lines.getFirst().contains(line.strip()));
  }

  @Test
  void givesUpOnPodsThatNeverBecomeReady() throws Exception {
    applying.limits(new Limits(Duration.ofSeconds(3), Duration.ofSeconds(20)));
    git.write("apps/dev/web.yaml", Yaml.deployment("web", "registry.example/acme/neverready:1", 1));
    applying.apply(applying.revision(git.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.NOT_READY);
    assertThat(failed.message()).contains("none more within 3 s");
  }

  @Test
  void refusesTheWholeRevisionWhereOneObjectIsInvalid() throws Exception {
    git.write("apps/dev/good.yaml", Yaml.configMap("good", "a"))
        .write(
            "apps/dev/bad.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: bad}
            spec:
              replicaz: 1
              selector: {matchLabels: {a: b}}
              template:
                metadata: {labels: {a: b}}
                spec: {containers: [{name: c, image: x}]}
            """);
    applying.create(true);
    git.write("apps/dev/namespace-comes-first.yaml", "");
    applying.apply(applying.revision(firstEmptyCommit(), 1));
    applying.publisher.clear();
    applying.apply(applying.revision(git.commit(), 2));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.REJECTED);
    assertThat(failed.message()).contains("apps/dev/bad.yaml", "replicaz");
    assertThat(failed.begun()).isFalse();
    assertThat(get("v1", "ConfigMap", "good")).isEmpty();
  }

  /** A commit that sets up the environment and holds nothing to apply. */
  private GitRevision firstEmptyCommit() throws IOException {
    TestSource all = git;
    all.write("apps/dev/README.md", "soon");
    List<String> later = List.of("apps/dev/good.yaml", "apps/dev/bad.yaml");
    Map<String, String> contents = new HashMap<>();
    for (String path : later) {
      contents.put(path, all.content(path));
      all.write(path, "");
    }
    GitRevision empty = all.commit();
    all.writeAll(contents);
    return empty;
  }

  @Test
  void reportsWhoOwnsAFieldInsteadOfTakingIt() throws Exception {
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(git.commit(), 1));
    KubernetesObject byHand =
        get("v1", "ConfigMap", "settings").orElseThrow().with("b", "data", "key");
    cluster.replace(byHand); // Written as slipway's update, another manager than its apply.

    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "c"));
    applying.apply(applying.revision(git.commit(), 2));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.CONFLICT);
    assertThat(failed.message()).contains("data.key", "slipway");
    assertThat(get("v1", "ConfigMap", "settings").orElseThrow().text("data", "key")).hasValue("b");
  }

  @Test
  void takesAFieldOfAnotherWhereTheEnvironmentSaysSo() throws Exception {
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(git.commit(), 1));
    cluster.replace(get("v1", "ConfigMap", "settings").orElseThrow().with("b", "data", "key"));
    applying.rules(
        new ApplyRules(
            ApplyRules.Mode.APPLY,
            true,
            false,
            PruneLimits.DEFAULT,
            ApplyRules.DriftAnswer.CORRECT,
            null));

    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "c"));
    applying.apply(applying.revision(git.commit(), 2));

    applying.last(RolloutSucceeded.class);
    assertThat(get("v1", "ConfigMap", "settings").orElseThrow().text("data", "key")).hasValue("c");
  }

  @Test
  void refusesWhatBelongsToAnotherEnvironment() throws Exception {
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(git.commit(), 1));
    Applying other = new Applying(git.address(), source, cluster, namespace + "-other");
    git.write(
        "apps/dev/settings.yaml",
        Yaml.configMap("settings", "b").replace("name:", "namespace: " + namespace + "\n  name:"));
    other.apply(other.revision(git.commit(), 2));

    assertThat(other.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.OWNED_BY_ANOTHER);
    cluster
        .get(new ObjectName("v1", "Namespace", null, namespace + "-other"))
        .ifPresent(made -> org.junit.jupiter.api.Assertions.fail("a namespace was made"));
  }

  @Test
  void refusesAKindThatTheClusterDoesNotKnow() throws Exception {
    git.write(
        "apps/dev/x.yaml",
        """
        apiVersion: example.org/v1
        kind: Gadget
        metadata: {name: x}
        """);
    applying.apply(applying.revision(git.commit(), 1));

    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.UNKNOWN_KIND);
    assertThat(failed.message()).contains("apps/dev/x.yaml", "Gadget", "example.org/v1");
  }

  @Test
  void appliesADefinitionAndItsObjectsInOneCommit() throws Exception {
    String group = namespace + ".example.org";
    git.write(
            "apps/dev/definition.yaml",
            """
            apiVersion: apiextensions.k8s.io/v1
            kind: CustomResourceDefinition
            metadata: {name: gadgets.%1$s}
            spec:
              group: %1$s
              scope: Namespaced
              names: {kind: Gadget, plural: gadgets, singular: gadget, listKind: GadgetList}
              versions:
              - name: v1
                served: true
                storage: true
                schema:
                  openAPIV3Schema:
                    type: object
                    properties: {spec: {type: object, properties: {size: {type: integer}}}}
            """
                .formatted(group))
        .write(
            "apps/dev/a-gadget.yaml",
            """
            apiVersion: %s/v1
            kind: Gadget
            metadata: {name: first}
            spec: {size: 3}
            """
                .formatted(group));
    applying.apply(applying.revision(git.commit(), 1));

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    applying.last(RolloutSucceeded.class);
    assertThat(get(group + "/v1", "Gadget", "first").orElseThrow().number("spec", "size"))
        .isEqualTo(3);
    ObjectName definition =
        new ObjectName(
            "apiextensions.k8s.io/v1", "CustomResourceDefinition", null, "gadgets." + group);
    cluster.delete(definition, cluster.get(definition).orElseThrow().uid());
  }

  @Test
  void doesNotGoBackBehindWhatTheClusterRecords() throws Exception {
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "old"));
    GitRevision old = git.commit();
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "new"));
    applying.apply(applying.revision(git.commit(), 2));

    Applying stale = new Applying(git.address(), source, cluster, namespace);
    stale.apply(stale.revision(old, 1));

    assertThat(stale.last(RolloutFailed.class).reason()).isEqualTo(RolloutFailure.OUTDATED);
    assertThat(get("v1", "ConfigMap", "settings").orElseThrow().text("data", "key"))
        .hasValue("new");
  }

  @Test
  void restartsADeploymentOnceAndLeavesTheMarkToALaterApply() throws Exception {
    git.write("apps/dev/web.yaml", Yaml.deployment("web", WEB + "1", 1));
    GitRevision commit = git.commit();
    applying.apply(applying.revision(commit, 1));
    long generation = get("apps/v1", "Deployment", "web").orElseThrow().generation();
    Restart restart = new Restart(EventId.parse("r1"), null, null, null, "somebody asked");

    applying.apply(applying.revision(commit, 1, restart));

    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("r1"));
    assertThat(get("apps/v1", "Deployment", "web").orElseThrow().generation())
        .isEqualTo(generation + 1);

    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    applying.apply(applying.revision(git.commit(), 2));
    KubernetesObject web = get("apps/v1", "Deployment", "web").orElseThrow();
    assertThat(web.generation()).isEqualTo(generation + 1);
    assertThat(web.text("spec", "template", "metadata", "annotations", "slipway.dev/restarted-for"))
        .hasValue("r1");
  }

  @Test
  void restartsAStatefulSetPodByPodFromTheHighestOrdinal() throws Exception {
    git.write("apps/dev/db.yaml", Yaml.statefulSet("db", "registry.example/acme/db:1", 3));
    var commit = git.commit();
    applying.apply(applying.revision(commit, 1));
    Map<String, String> before = podUids();
    applying.publisher.clear();

    Restart restart =
        new Restart(EventId.parse("r1"), "StatefulSet/db", null, null, "somebody asked");
    applying.apply(applying.revision(commit, 1, restart));

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(RolloutSucceeded.class).restarts())
        .containsExactly(EventId.parse("r1"));
    assertThat(podUids()).hasSize(3).doesNotContainValue(before.get("db-0"));
    assertThat(applying.events(RolloutProgressed.class))
        .extracting(RolloutProgressed::message)
        .filteredOn(message -> message.contains("restarting"))
        .containsExactly(
            "0 of 3 restarted, restarting db-2",
            "1 of 3 restarted, restarting db-1",
            "2 of 3 restarted, restarting db-0");
  }

  @Test
  void aGuardedEnvironmentIsWrittenOnlyAfterTheAnswer() throws Exception {
    applying.guarded();
    git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
    var revision = applying.revision(git.commit(), 1);
    applying.prepare(revision);
    applying.work();

    assertThat(applying.last(ClearanceRequested.class).purpose()).isEqualTo("apply");
    assertThat(cluster.get(new ObjectName("v1", "Namespace", null, namespace))).isEmpty();

    applying.grant(revision, applying.question());
    applying.work();
    applying.last(RolloutSucceeded.class);
    assertThat(get("v1", "ConfigMap", "settings")).isPresent();
  }

  Optional<KubernetesObject> get(String apiVersion, String kind, String name)
      throws InterruptedException {
    return cluster.get(new ObjectName(apiVersion, kind, namespace, name));
  }

  private String version(String apiVersion, String kind, String name) throws InterruptedException {
    return get(apiVersion, kind, name)
        .orElseThrow()
        .text("metadata", "resourceVersion")
        .orElseThrow();
  }

  private KubernetesObject parent() throws InterruptedException {
    return cluster
        .get(new ApplySet(applying.environment().name(), namespace).parent())
        .orElseThrow();
  }

  Applying applying() {
    return applying;
  }

  TestSource git() {
    return git;
  }

  Map<String, String> podUids() throws InterruptedException {
    Map<String, String> uids = new HashMap<>();
    cluster
        .labelled(
            List.of(new GroupKind("", "Pod")),
            Set.of(applying.environment().namespace()),
            "app",
            "db")
        .stream()
        .filter(pod -> !Fields.has(pod.content(), "metadata", "deletionTimestamp"))
        .forEach(pod -> uids.put(pod.name(), pod.uid()));
    return uids;
  }
}
