package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.render.ChartRegistry;
import dev.slipway.applier.render.FolderRenderer;
import dev.slipway.applier.render.Rendering;
import dev.slipway.applier.tool.Tool;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RunningImage;
import io.fabric8.kubernetes.api.model.NamespaceBuilder;
import io.fabric8.kubernetes.api.model.SecretBuilder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * A chart that lies in another Git repository, or in an OCI registry, moves on: the same commit is
 * rolled out again, on a real API server.
 */
@OnRealCluster
@EnabledIf(
    value = "dev.slipway.applier.render.ChartRegistry#isPossible",
    disabledReason = ChartRegistry.WHY)
class RealElsewhereIT {
  private static final String IMAGE = "registry.example/acme/web:";

  @TempDir Path directory;
  private RealEnvironment real;
  private Applying applying;
  private TestSource charts;
  private ChartRegistry registry;

  @BeforeEach
  void start() throws Exception {
    real = new RealEnvironment(directory, "elsewhere");
    charts = new TestSource(directory.resolve("charts.git"));
    registry = new ChartRegistry(Files.createDirectory(directory.resolve("registry")));
    applying = real.applying;
    renderAnew();
    real.git.write("apps/dev/settings.yaml", Yaml.configMap("settings", "a"));
  }

  @AfterEach
  void stop() {
    registry.close();
    charts.close();
    real.close();
  }

  /** As an instance does that has just begun: it remembers no chart. */
  private void renderAnew() {
    applying.renderer(
        new FolderRenderer(
            new FolderRenderer.Tools(
                Tool.kustomize("kustomize"), Tool.helm("helm"), Rendering.LIMITS),
            real.source,
            List.of(),
            real::nanoTime));
  }

  @Test
  void aChartOfAnotherGitRepositoryIsFollowed() throws Exception {
    takeFromGit();
    chartInGit("1", "first");
    Revision revision = applying.revision(real.git.commit(), 1);
    applying.apply(revision);
    assertRuns("1", "first");
    real.look();
    assertThat(applying.events(RolloutStarted.class)).as("nothing moved").hasSize(1);

    chartInGit("2", "second");
    real.look();
    applying.work();
    assertIsASecondRollout(revision);
    assertRuns("2", "second");
    assertThat(real.find("v1", "ConfigMap", "first")).isEmpty();
    assertThat(applying.last(ResourcesPruned.class).objects())
        .extracting(ObjectName::name)
        .containsExactly("first");

    // Whatever is changed there beside the chart is no rollout.
    charts.write("README.md", "Charts.");
    var _ = charts.commit();
    real.look();
    assertThat(applying.events(RolloutStarted.class)).hasSize(2);
  }

  @Test
  void aRangeOfVersionsIsFollowedThoughTheApplierWasDeadWhenItMoved() throws Exception {
    takeFromRegistry();
    chartInRegistry("1.0.0", "1", "first");
    Revision revision = applying.revision(real.git.commit(), 1);
    applying.apply(revision);
    assertRuns("1", "first");

    renderAnew();
    chartInRegistry("1.1.0", "2", "second");
    chartInRegistry("2.0.0", "3", "out-of-range");
    real.look();
    real.look();
    applying.work();
    assertIsASecondRollout(revision);
    assertRuns("2", "second");
  }

  @Test
  void aRangeOfVersionsIsFollowedTheGuardsWay() throws Exception {
    applying.guarded();
    takeFromRegistry();
    chartInRegistry("1.0.0", "1", "first");
    Revision revision = applying.revision(real.git.commit(), 1);
    applying.prepare(revision);
    applying.work();
    applying.grant(revision, applying.question());
    applying.work();
    assertRuns("1", "first");

    chartInRegistry("1.1.0", "2", "second");
    real.look();
    applying.work();
    assertThat(applying.events(ClearanceRequested.class)).hasSize(2);
    assertThat(applying.last(ClearanceRequested.class).purpose()).isEqualTo("apply");
    assertThat(applying.events(RolloutStarted.class)).as("before it is cleared").hasSize(1);
    assertRuns("1", "first");

    applying.grant(revision, applying.question());
    applying.work();
    assertIsASecondRollout(revision);
    assertRuns("2", "second");
  }

  @Test
  void aVersionThatDoesNotComeUpFailsAndTheNextOneMendsIt() throws Exception {
    takeFromRegistry();
    chartInRegistry("1.0.0", "1", "first");
    applying.apply(applying.revision(real.git.commit(), 1));
    chartInRegistry("1.1.0", "crash", "second");
    real.look();
    applying.work();
    assertThat(applying.last(RolloutFailed.class).message()).contains("exit code 1");
    real.look();
    assertThat(applying.events(RolloutFailed.class)).as("it is tried once").hasSize(1);

    renderAnew();
    chartInRegistry("1.2.0", "3", "third");
    real.look();
    real.look();
    applying.work();
    assertRuns("3", "third");
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
  }

  @Test
  void aVersionThatIsNotInItsRegistryYetIsLookedForUntilItIs() throws Exception {
    takeFromRegistry();
    applying.apply(applying.revision(real.git.commit(), 1));
    real.look();
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.message())
        .startsWith("apps/dev/release.yaml: the chart ")
        .contains("cannot be pulled from its registry", "name unknown");
    assertThat(failed.begun()).isFalse();

    chartInRegistry("1.0.0", "1", "first");
    real.look();
    applying.work();
    assertRuns("1", "first");
    assertThat(applying.events(RolloutFailed.class)).hasSize(1);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);
    assertThat(applying.events(DriftFound.class)).isEmpty();
  }

  @Test
  void aVersionThatCannotBeRenderedIsToldOnceAndWhatRunsStays() throws Exception {
    takeFromGit();
    chartInGit("1", "first");
    Revision revision = applying.revision(real.git.commit(), 1);
    applying.apply(revision);
    charts.write("charts/web/templates/map.yaml", "{{ .Values.nothing.of.the.kind }}");
    var _ = charts.commit();
    real.look();
    real.look();
    assertThat(applying.events(DriftFound.class))
        .singleElement()
        .satisfies(
            told ->
                assertThat(told.message())
                    .contains("cannot be rendered by now", "apps/dev/release.yaml", "nil pointer"));
    assertRuns("1", "first");

    chartInGit("2", "second");
    real.look();
    applying.work();
    assertRuns("2", "second");
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.events(DriftFound.class)).hasSize(1);
  }

  @Test
  void aSecretThatChangesIsFollowedAndItsDigestSaysNothingOfIt() throws Exception {
    real.client
        .resource(
            new NamespaceBuilder().withNewMetadata().withName(real.namespace).endMetadata().build())
        .create();
    secret("1", "old");
    takeFromGit();
    real.git.write(
        "apps/dev/release.yaml",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: web}
        spec:
          interval: 5m
          valuesFrom: [{kind: Secret, name: values, valuesKey: replicas, targetPath: replicas}]
          chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: charts}}}
        """);
    chartInGit("1", "first");
    applying.apply(applying.revision(real.git.commit(), 1));
    assertThat(real.get("apps/v1", "Deployment", "web").number("spec", "replicas")).isEqualTo(1);

    // Not what the chart is rendered with: no rollout.
    secret("1", "new");
    real.look();
    real.look();
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(1);

    secret("2", "new");
    real.look();
    applying.work();
    assertThat(real.get("apps/v1", "Deployment", "web").number("spec", "replicas")).isEqualTo(2);
    assertThat(applying.events(RolloutSucceeded.class)).hasSize(2);
  }

  private void secret(String replicas, String other) {
    real.client
        .resource(
            new SecretBuilder()
                .withNewMetadata()
                .withName("values")
                .withNamespace(real.namespace)
                .endMetadata()
                .addToStringData("replicas", replicas)
                .addToStringData("other", other)
                .build())
        .serverSideApply();
  }

  private void assertIsASecondRollout(Revision revision) {
    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    List<RolloutStarted> started = applying.events(RolloutStarted.class);
    assertThat(started).hasSize(2);
    assertThat(started.getLast().sequence()).isEqualTo(revision.sequence());
    assertThat(started.getLast().changes())
        .extracting(change -> change.object().kind() + "/" + change.object().name())
        .containsExactlyInAnyOrder("Deployment/web", "ConfigMap/second", "ConfigMap/first");
    assertThat(started.getLast().changes())
        .filteredOn(change -> change.action() == ObjectChange.Action.CHANGED)
        .singleElement()
        .satisfies(
            change ->
                assertThat(change.fields())
                    .containsExactly("spec.template.spec.containers[web].image"));
    List<RolloutSucceeded> succeeded = applying.events(RolloutSucceeded.class);
    assertThat(succeeded)
        .extracting(RolloutEvent::sequence)
        .hasSize(2)
        .containsOnly(revision.sequence());
    assertThat(succeeded.getLast().images())
        .extracting(RunningImage::reference)
        .extracting(Object::toString)
        .containsExactly(IMAGE + "2");
    assertThat(applying.events(DriftCorrected.class)).isEmpty();
    assertThat(applying.events(DriftFound.class)).isEmpty();
    assertThat(applying.publisher.published())
        .extracting(EventEnvelope::id)
        .doesNotHaveDuplicates();
  }

  private void assertRuns(String version, String map) throws InterruptedException {
    assertThat(
            Fields.text(
                real.get("apps/v1", "Deployment", "web")
                    .list("spec", "template", "spec", "containers")
                    .getFirst(),
                "image"))
        .hasValue(IMAGE + version);
    assertThat(real.find("v1", "ConfigMap", map)).isPresent();
    assertThat(real.get("v1", "ConfigMap", "settings").text("data", "key")).hasValue("a");
  }

  private void takeFromGit() {
    take(
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: GitRepository
        metadata: {name: charts}
        spec: {interval: 5m, url: '%s', ref: {branch: main}}
        """
            .formatted(charts.address()),
        "chart: {spec: {chart: charts/web, sourceRef: {kind: GitRepository, name: charts}}}");
  }

  private void takeFromRegistry() {
    take(
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: OCIRepository
        metadata: {name: web}
        spec: {interval: 5m, insecure: true, url: '%s/web', ref: {semver: '^1.0.0'}}
        """
            .formatted(registry.address()),
        "chartRef: {kind: OCIRepository, name: web}");
  }

  private void take(String repository, String chart) {
    real.git
        .write("apps/dev/repository.yaml", repository)
        .write(
            "apps/dev/release.yaml",
            """
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {name: web}
            spec:
              interval: 5m
              values: {replicas: 1}
              %s
            """
                .formatted(chart));
  }

  private void chartInGit(String image, String map) throws Exception {
    charts.write("charts/web/Chart.yaml", "apiVersion: v2\nname: web\nversion: 0.1.0\n");
    files(image, map).forEach((file, content) -> charts.write("charts/web/" + file, content));
    var _ = charts.commit();
  }

  private void chartInRegistry(String version, String image, String map) throws Exception {
    registry.push("web", version, files(image, map));
  }

  private static Map<String, String> files(String image, String map) {
    return Map.of(
        "values.yaml",
        "replicas: 0\n",
        "templates/web.yaml",
        Yaml.deployment("web", IMAGE + image, 7)
            .replace("replicas: 7", "replicas: {{ .Values.replicas }}"),
        "templates/map.yaml",
        Yaml.configMap(map, "a"));
  }
}
