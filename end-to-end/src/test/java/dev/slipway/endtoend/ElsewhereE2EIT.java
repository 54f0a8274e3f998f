package dev.slipway.endtoend;

import static dev.slipway.endtoend.Slipway.await;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/**
 * An environment that depends on another, and takes one chart from another Git repository and one
 * from an OCI registry, through every service and Kafka; with SLIPWAY_TEST_KUBECONFIG on a real API
 * server. The steps follow each other.
 */
@EnabledIf(value = "hasHelm", disabledReason = "needs helm on the PATH")
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ElsewhereE2EIT {
  private static final String IMAGE = "registry.example/acme/web:";
  private static final String REAL = "SLIPWAY_TEST_KUBECONFIG";

  @SuppressWarnings("NullAway.Init") // before the first test
  private static Slipway slipway;

  @SuppressWarnings("NullAway.Init") // before the first test
  private static Path directory;

  private static String kafka = "";
  private static String git = "";
  private static String registry = "";

  @SuppressWarnings("NullAway.Init") // before the first test
  private static PushedFolder ours;

  @SuppressWarnings("NullAway.Init") // before the first test
  private static PushedFolder charts;

  static boolean hasHelm() {
    return List.of(String.valueOf(System.getenv("PATH")).split(File.pathSeparator, -1)).stream()
        .anyMatch(folder -> Files.isExecutable(Path.of(folder, "helm")));
  }

  @BeforeAll
  static void start(@TempDir Path temporary) throws Exception {
    directory = temporary;
    ours = new PushedFolder(directory.resolve("repository"));
    charts = new PushedFolder(directory.resolve("charts"));
    ours.commit(
        Map.of(
            "slipway.yaml",
            """
            version: 1
            environments:
              infra: {cluster: default, path: apps/infra, namespace: infra, create: true}
              shop:
                cluster: default
                path: apps/shop
                namespace: shop
                create: true
                apply: {dependsOn: [infra]}
            """,
            "apps/infra/web.yaml",
            deployment("web", "1"),
            "apps/shop/settings.yaml",
            configMap("settings", "a")));
    String real = System.getenv(REAL);
    List<String> options =
        real == null
            ? List.of("--repository", ours.folder().toString())
            : List.of("--repository", ours.folder().toString(), "--kubeconfig", real, "--yes");
    slipway =
        Slipway.up(
            directory.resolve("data"),
            Map.of("SLIPWAY_APPLIER_DRIFTINTERVAL", "1s"),
            options.toArray(String[]::new));
    kafka = slipway.address("SLIPWAY_KAFKA");
    git = slipway.address("SLIPWAY_GIT");
    registry = "oci://" + slipway.address("SLIPWAY_REGISTRY") + "/charts";
    PushedFolder.host(directory.resolve("data/git/charts.git"));
    await("infra runs", () -> slipway.runs("infra", "web", "1"));
    await("shop is set up", () -> of("shop", "rollout.succeeded").size() == 1);
  }

  @AfterAll
  static void stop() {
    slipway.close();
  }

  @Test
  @Order(1)
  void whatDependsOnAnotherWaitsUntilThatOneRunsAndSaysSo() throws Exception {
    chartInGit("1");
    chartInRegistry("1.0.0", "1");
    slipway.ok("hold", "infra");
    ours.push(
        git,
        Map.of(
            "apps/infra/web.yaml", deployment("web", "2"),
            "apps/shop/sources.yaml", sources(),
            "apps/shop/releases.yaml", releases()));

    await("it is told", () -> !of("shop", "rollout.delayed").isEmpty());
    slipway.kill("cluster-applier");
    await(
        "status says what it waits for",
        () -> slipway.ok("status", "shop").contains("waits for others: infra: revision "));
    assertThat(of("shop", "rollout.started")).hasSize(1);

    slipway.ok("resume", "infra");
    await("infra runs the second", () -> slipway.runs("infra", "web", "2"));
    await("shop's chart from Git runs", () -> slipway.runs("shop", "git", "1"));
    await("shop's chart from the registry runs", () -> slipway.runs("shop", "oci", "1"));
    await("it is told", () -> of("shop", "rollout.succeeded").size() == 2);
    assertThat(byId(of("shop", "rollout.delayed")).values())
        .as("after the kill it is the same event")
        .extracting(EventLog.Told::value)
        .doesNotHaveDuplicates();
    assertThat(of("shop", "rollout.started")).hasSize(2);
    assertThat(of("shop", "rollout.failed")).isEmpty();
  }

  @Test
  @Order(2)
  void aCommitInTheRepositoryOfTheChartIsARolloutOfTheSameRevision() throws Exception {
    String sequence = sequence(of("shop", "rollout.started").getLast());
    int commits = of("shop", "revision.committed").size();
    chartInGit("2");

    await("the chart's next commit runs", () -> slipway.runs("shop", "git", "2"));
    await("it is told", () -> of("shop", "rollout.succeeded").size() == 3);
    assertThat(sequence(of("shop", "rollout.started").getLast())).isEqualTo(sequence);
    assertThat(of("shop", "rollout.started")).hasSize(3);
    assertThat(of("shop", "revision.committed")).as("no commit of ours").hasSize(commits);
  }

  @Test
  @Order(3)
  void aNewerVersionInTheRangeIsRolledOutOnceThoughTheApplierIsKilled() throws Exception {
    String sequence = sequence(of("shop", "rollout.started").getLast());
    chartInRegistry("2.0.0", "out-of-range");
    chartInRegistry("1.1.0", "2");
    slipway.kill("cluster-applier");

    await("the newest version in the range runs", () -> slipway.runs("shop", "oci", "2"));
    await("it is told", () -> of("shop", "rollout.succeeded").size() == 4);
    slipway.kill("cluster-applier");
    // Whoever begins anew looks at it within seconds: what it looks for next shows that it has.
    chartInGit("3");
    await("the next instance follows", () -> slipway.runs("shop", "git", "3"));
    await("it is told", () -> of("shop", "rollout.succeeded").size() == 5);

    List<EventLog.Told> started = of("shop", "rollout.started");
    assertThat(started).hasSize(5);
    assertThat(started.subList(1, 5)).extracting(ElsewhereE2EIT::sequence).containsOnly(sequence);
    assertThat(of("shop", "drift.corrected")).isEmpty();
    assertThat(of("shop", "rollout.failed")).isEmpty();
  }

  @Test
  @Order(4)
  void aChartThatCannotBeRenderedAnyMoreIsToldOnceAndWhatRunsStays() throws Exception {
    chartInGit("{{ .Values.nothing.of.the.kind }}");
    await("it is told", () -> !of("shop", "drift.found").isEmpty());
    assertThat(slipway.ok("events", "--environment", "shop")).contains("cannot be rendered by now");
    assertThat(slipway.runs("shop", "git", "3")).isTrue();

    chartInGit("4");
    await("the mended one runs", () -> slipway.runs("shop", "git", "4"));
    assertThat(of("shop", "drift.found")).as("once").hasSize(1);
    assertThat(of("shop", "rollout.failed")).isEmpty();
  }

  private static List<EventLog.Told> of(String environment, String type) {
    return EventLog.read(kafka).stream()
        .filter(told -> told.key().equals(environment) && told.type().equals(type))
        .toList();
  }

  private static Map<String, EventLog.Told> byId(List<EventLog.Told> all) {
    Map<String, EventLog.Told> byId = new TreeMap<>();
    all.forEach(told -> byId.put(told.id(), told));
    return byId;
  }

  private static String sequence(EventLog.Told told) {
    return told.value().replaceAll(".*\"sequence\":\"([^\"]+)\".*", "$1");
  }

  private static void chartInGit(String tag) throws Exception {
    charts.push(chartsAddress(), chart("git", "0.1.0", tag));
  }

  private static String chartsAddress() {
    return git.replaceFirst("/[^/]+$", "/charts.git");
  }

  private static void chartInRegistry(String version, String tag) throws Exception {
    Path folder = Files.createDirectories(directory.resolve("oci-" + version));
    for (Map.Entry<String, String> file : chart("oci", version, tag).entrySet()) {
      Path path = folder.resolve(file.getKey());
      Files.createDirectories(path.getParent());
      Files.writeString(path, file.getValue());
    }
    helm(folder, "package", "oci");
    helm(folder, "push", "oci-" + version + ".tgz", registry, "--plain-http");
  }

  private static void helm(Path folder, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("helm"));
    command.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
  }

  private static Map<String, String> chart(String name, String version, String tag) {
    Map<String, String> files = new TreeMap<>();
    files.put(
        name + "/Chart.yaml", "apiVersion: v2\nname: " + name + "\nversion: " + version + "\n");
    files.put(name + "/templates/web.yaml", deployment(name, tag));
    return files;
  }

  private static String sources() {
    return """
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: GitRepository
    metadata: {name: charts}
    spec: {interval: 5m, url: '%s', ref: {branch: main}}
    ---
    apiVersion: source.toolkit.fluxcd.io/v1
    kind: OCIRepository
    metadata: {name: oci}
    spec: {interval: 5m, insecure: true, url: '%s/oci', ref: {semver: '^1.0.0'}}
    """
        .formatted(chartsAddress(), registry);
  }

  private static String releases() {
    return Map.of(
            "git", "chart: {spec: {chart: git, sourceRef: {kind: GitRepository, name: charts}}}",
            "oci", "chartRef: {kind: OCIRepository, name: oci}")
        .entrySet()
        .stream()
        .map(
            release ->
                """
                apiVersion: helm.toolkit.fluxcd.io/v2
                kind: HelmRelease
                metadata: {name: %s}
                spec:
                  interval: 5m
                  %s
                """
                    .formatted(release.getKey(), release.getValue()))
        .collect(Collectors.joining("---\n"));
  }

  private static String configMap(String name, String value) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: %s}\ndata: {of: %s}\n"
        .formatted(name, value);
  }

  private static String deployment(String name, String tag) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %1$s}
    spec:
      replicas: 1
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec: {containers: [{name: %1$s, image: '%2$s'}]}
    """
        .formatted(name, IMAGE + tag);
  }
}
