package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.RolloutFailure;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Charts and HelmReleases, compared with what {@code helm template} prints. */
@EnabledIf(value = "dev.slipway.applier.render.Oracle#hasHelm", disabledReason = Oracle.WHY_HELM)
class HelmIT {
  private static final String PLAIN = "t0p-s3cret";
  @TempDir Path directory;
  private Rendering rendering = new Rendering();

  private static void writeChart(Map<String, String> files, String path) {
    files.put(path + "/Chart.yaml", "apiVersion: v2\nname: web\nversion: 1.2.3\nappVersion: '7'\n");
    files.put(
        path + "/values.yaml",
        "replicas: 1\nimage: {repository: acme/web, tag: latest}\nextra: {a: 1}\n");
    files.put(
        path + "/templates/web.yaml",
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: {{ include "web.name" . }}
          labels: {version: {{ .Chart.AppVersion | quote }}, namespace: {{ .Release.Namespace }}}
        spec:
          replicas: {{ .Values.replicas }}
          selector: {matchLabels: {app: web}}
          template:
            metadata: {labels: {app: web}}
            spec: {containers: [{name: web, image: "{{ .Values.image.repository }}:{{ .Values.image.tag }}"}]}
        ---
        {{- with .Values.token }}
        apiVersion: v1
        kind: Secret
        metadata: {name: token}
        stringData: {token: {{ . | quote }}}
        {{- end }}
        ---
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: extra}
        data: {extra: {{ .Values.extra | toJson | quote }}, fail: {{ if .Values.broken }}{{ fail .Values.token }}{{ end }}"" }
        """);
    files.put(
        path + "/templates/_names.tpl",
        "{{ define \"web.name\" }}{{ .Release.Name }}-web{{ end }}");
    files.put(
        path + "/templates/tests/t.yaml",
        "apiVersion: v1\nkind: Pod\nmetadata: {name: t, annotations: {helm.sh/hook: test}}\n");
    files.put(
        path + "/crds/crd.yaml",
        "apiVersion: apiextensions.k8s.io/v1\n"
            + "kind: CustomResourceDefinition\n"
            + "metadata: {name: xs.acme.io}\n");
  }

  private static final String REPOSITORY =
      """
      apiVersion: source.toolkit.fluxcd.io/v1
      kind: GitRepository
      metadata: {name: deploy, namespace: flux-system}
      spec: {url: 'ssh://git@git.example/acme/deploy.git', interval: 1m, ref: {branch: main}}
      """;

  private static String release(String more) {
    return """
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: shop}
    spec:
      interval: 5m
      chart: {spec: {chart: ./charts/web, sourceRef: {kind: GitRepository, name: deploy, namespace: flux-system}}}
    """
        + more.indent(2);
  }

  private byte[] oracle(String name, String namespace, String chart, String values, String... more)
      throws Exception {
    Oracle.writeAll(rendering.files, directory);
    Path file = Files.writeString(directory.resolve("oracle-values.yaml"), values);
    List<String> command =
        new ArrayList<>(
            List.of("helm", "template", name, chart, "--namespace", namespace, "--skip-tests"));
    command.addAll(List.of("--include-crds", "-f", file.toString()));
    command.addAll(List.of(more));
    return Oracle.output(directory, Map.of(), command.toArray(String[]::new));
  }

  @Test
  void rendersAChartOfTheRepositoryAsHelmDoes() throws Exception {
    writeChart(rendering.files, "charts/web");
    rendering
        .write("clusters/flux-system/sync.yaml", REPOSITORY)
        .write(
            "apps/dev/release.yaml",
            release(
                "values: {replicas: 3, image: {tag: '20250903'}, extra: {a: null, b: [1, yes]}}"));
    Oracle.assertSame(
        rendering.render("apps/dev"),
        oracle(
            "shop",
            "acme",
            "charts/web",
            "replicas: 3\nimage: {tag: '20250903'}\nextra: {a: null, b: [1, true]}\n"));
    assertThat(rendering.render("apps/dev"))
        .extracting(one -> one.file().path())
        .containsOnly("apps/dev/release.yaml");
    assertThat(rendering.elsewhere()).as("all is in the commit").isNull();
    // The Flux objects themselves are never applied.
    assertThat(rendering.render("apps/dev"))
        .noneMatch(one -> one.object().apiVersion().contains("fluxcd"));
  }

  @Test
  void aFolderThatIsAChartIsARelease() throws Exception {
    writeChart(rendering.files, "apps/dev/web");
    Oracle.assertSame(rendering.render("apps/dev"), oracle("web", "acme", "apps/dev/web", "{}"));
    Oracle.assertSame(
        rendering.render("apps/dev/web"), oracle("dev", "acme", "apps/dev/web", "{}"));
  }

  @Test
  void takesChartsBesideItThatItDependsOn() throws Exception {
    writeChart(rendering.files, "charts/web");
    rendering
        .write(
            "apps/dev/all/Chart.yaml",
            "apiVersion: v2\n"
                + "name: all\n"
                + "version: 0.1.0\n"
                + "dependencies:\n"
                + "- {name: web, version: '*', repository: 'file://../../../charts/web'}\n")
        .write("apps/dev/all/values.yaml", "web: {replicas: 5}\n");
    assertThat(rendering.render("apps/dev"))
        .anySatisfy(one -> assertThat(one.object().number("spec", "replicas")).isEqualTo(5));
  }

  @Test
  void mergesValuesFromTheFilesAndTheClusterInFluxsOrder() throws Exception {
    writeChart(rendering.files, "charts/web");
    rendering
        .write("apps/dev/repository.yaml", REPOSITORY)
        .write("charts/web/values-prod.yaml", "replicas: 7\nimage: {tag: fromfile}\n")
        .write(
            "apps/dev/values.yaml",
            "apiVersion: v1\n"
                + "kind: ConfigMap\n"
                + "metadata: {name: v}\n"
                + "data: {values.yaml: 'image: {tag: a, repository: r}'}\n"
                + "---\n"
                + "apiVersion: v1\n"
                + "kind: Secret\n"
                + "metadata: {name: t}\n"
                + "data: {x: dDBwLXMzY3JldA==}\n")
        .write(
            "apps/dev/release.yaml",
            release(
                    """
                    valuesFrom:
                    - {kind: ConfigMap, name: v}
                    - {kind: ConfigMap, name: live, valuesKey: k, targetPath: extra.x\\.y}
                    - {kind: Secret, name: t, valuesKey: x, targetPath: token}
                    - {kind: Secret, name: gone, optional: true}
                    values: {image: {tag: b}}
                    """)
                .replace(
                    "sourceRef:",
                    "valuesFiles: [charts/web/values.yaml, charts/web/values-prod.yaml],"
                        + " sourceRef:"));
    rendering.cluster.create(
        new KubernetesObject(
            Map.of("apiVersion", "v1", "kind", "Namespace", "metadata", Map.of("name", "acme"))));
    rendering.cluster.create(
        new KubernetesObject(
            Map.of(
                "apiVersion",
                "v1",
                "kind",
                "ConfigMap",
                "metadata",
                Map.of("name", "live", "namespace", "acme"),
                "data",
                Map.of("k", "42"))));
    List<DesiredObject> rendered = rendering.render("apps/dev");
    Oracle.assertSame(
        rendered.stream().filter(one -> !one.file().path().endsWith("values.yaml")).toList(),
        oracle(
            "shop",
            "acme",
            "charts/web",
            "replicas: 7\nimage: {repository: r, tag: b}\ntoken: "
                + PLAIN
                + "\nextra: {x.y: 42}\n"));
    rendering.write("apps/dev/release.yaml", release("valuesFrom: [{kind: Secret, name: gone}]"));
    rendering.refused(
        "apps/dev",
        RolloutFailure.RENDER_FAILED,
        "Secret/gone",
        "neither in the environment's files nor in the cluster");
  }

  @Test
  void putsObjectsIntoTheTargetNamespace() throws Exception {
    writeChart(rendering.files, "charts/web");
    rendering
        .write("apps/dev/repository.yaml", REPOSITORY)
        .write(
            "apps/dev/release.yaml",
            release("targetNamespace: other\ninstall: {createNamespace: true, crds: Skip}"));
    assertThat(rendering.render("apps/dev"))
        .extracting(one -> one.object().toString())
        .containsExactlyInAnyOrder(
            "Deployment/other-shop-web in other", "ConfigMap/extra in other", "Namespace/other");
  }

  @Test
  void takesAChartOfAnotherRepositoryAsItIsNow() throws Exception {
    Map<String, String> other = new TreeMap<>();
    writeChart(other, "charts/web");
    Rendering.OTHER_FILES.put("https://git.example/acme/charts refs/heads/stable", other);
    rendering
        .write(
            "apps/dev/repository.yaml",
            REPOSITORY
                .replace("ssh://git@git.example/acme/deploy.git", "https://git.example/acme/charts")
                .replace("branch: main", "branch: stable"))
        .write("apps/dev/release.yaml", release("values: {replicas: 2}"));
    assertThat(rendering.names("apps/dev")).contains("shop-web");
    String before = rendering.elsewhere();
    assertThat(before).isNotNull();
    other.put("README.md", "It is another commit, but the same chart.");
    rendering.render("apps/dev");
    assertThat(rendering.elsewhere()).isEqualTo(before);

    other.put("charts/web/templates/more.yaml", Rendering.map("more"));
    assertThat(rendering.names("apps/dev")).contains("more");
    assertThat(rendering.elsewhere()).isNotNull().isNotEqualTo(before);
  }

  @Test
  void hooksThatRunSomethingAreRefusedUnlessTheyAreDisabled() throws Exception {
    writeChart(rendering.files, "charts/web");
    rendering
        .write(
            "charts/web/templates/hook.yaml",
            "apiVersion: batch/v1\n"
                + "kind: Job\n"
                + "metadata: {name: migrate, annotations: {helm.sh/hook: pre-upgrade}}\n")
        .write("apps/dev/repository.yaml", REPOSITORY)
        .write("apps/dev/release.yaml", release(""));
    rendering.refused(
        "apps/dev", RolloutFailure.NOT_SUPPORTED, "Job/migrate (pre-upgrade)", "disableHooks");
    rendering.write(
        "apps/dev/release.yaml",
        release("install: {disableHooks: true}\nupgrade: {disableHooks: true}"));
    assertThat(rendering.names("apps/dev")).contains("shop-web").doesNotContain("migrate");
  }

  @Test
  void aChartThatFailsToRenderIsRefusedInHelmsWords() {
    writeChart(rendering.files, "charts/web");
    rendering
        .write("apps/dev/repository.yaml", REPOSITORY)
        .write("apps/dev/release.yaml", release("values: {broken: true, token: because}"));
    rendering.refused(
        "apps/dev",
        RolloutFailure.RENDER_FAILED,
        "apps/dev/release.yaml",
        "charts/web",
        "templates/web.yaml:",
        "because");
  }

  @Test
  void whatHelmSaysOfSecretValuesIsWithheld() {
    writeChart(rendering.files, "charts/web");
    rendering
        .write("apps/dev/repository.yaml", REPOSITORY)
        .write(
            "apps/dev/t.yaml",
            "apiVersion: v1\nkind: Secret\nmetadata: {name: t}\nstringData: {x: " + PLAIN + "}\n")
        .write(
            "apps/dev/release.yaml",
            release(
                "valuesFrom: [{kind: Secret, name: t, valuesKey: x, targetPath: token}]\n"
                    + "values: {broken: true}"));
    rendering.refused("apps/dev", RolloutFailure.RENDER_FAILED, "templates/web.yaml:", "withheld");
    assertThatThrownBy(() -> rendering.render("apps/dev")).hasMessageNotContaining(PLAIN);
  }

  @ParameterizedTest
  @CsvSource({
    "GitRepository, https://robot:not-a-secret@git.example/acme/deploy.git",
    "HelmRepository, https://not-a-secret@charts.example",
    "OCIRepository, oci://robot:not-a-secret@registry.example/charts/web"
  })
  void anAddressWithCredentialsIsRefusedAndNotRepeated(String kind, String address) {
    rendering
        .write(
            "apps/dev/repository.yaml",
            REPOSITORY
                .replace("GitRepository", kind)
                .replaceAll("url: '[^']*'", "url: '" + address + "'"))
        .write("apps/dev/release.yaml", release("").replace("GitRepository", kind));
    rendering.refused(
        "apps/dev",
        RolloutFailure.NOT_SUPPORTED,
        "apps/dev/release.yaml",
        "credentials in spec.url");
    assertThatThrownBy(() -> rendering.render("apps/dev")).hasMessageNotContaining("not-a-secret");
  }

  @Test
  void namesWhatItCannotDo() {
    writeChart(rendering.files, "charts/web");
    rendering.write("apps/dev/repository.yaml", REPOSITORY);
    refused("suspend: true", RolloutFailure.NOT_SUPPORTED, "suspended");
    refused("postRenderers: [{kustomize: {}}]", RolloutFailure.NOT_SUPPORTED, "spec.postRenderers");
    refused("kubeConfig: {secretRef: {name: x}}", RolloutFailure.NOT_SUPPORTED, "spec.kubeConfig");
    rendering.write("apps/dev/release.yaml", release("").replace("name: deploy", "name: nobody"));
    rendering.refused(
        "apps/dev", RolloutFailure.RENDER_FAILED, "GitRepository 'nobody'", "declared nowhere");
    rendering.write("apps/dev/release.yaml", release("").replace("./charts/web", "./charts/gone"));
    rendering.refused("apps/dev", RolloutFailure.RENDER_FAILED, "charts/gone/Chart.yaml");
    rendering.write("apps/dev/release.yaml", release("").replace("./charts/web", "../../etc"));
    rendering.refused("apps/dev", RolloutFailure.NOT_SUPPORTED, "out of the repository");
    rendering =
        new Rendering(Rendering.renderer("kustomize", "no-such-helm", Rendering.LIMITS, List.of()));
    writeChart(rendering.files, "apps/dev/web");
    rendering.refused(
        "apps/dev",
        RolloutFailure.TOOL_MISSING,
        "apps/dev/web/Chart.yaml",
        "Install helm",
        "slipway.applier.tools.helm");
  }

  private void refused(String more, RolloutFailure reason, String word) {
    rendering.write("apps/dev/release.yaml", release(more));
    rendering.refused("apps/dev", reason, "apps/dev/release.yaml", word);
  }

  @Test
  void pullsAChartFromAHelmRepository() throws Exception {
    writeChart(rendering.files, "src/web");
    Oracle.writeAll(rendering.files, directory);
    Path served = Files.createDirectory(directory.resolve("served"));
    Oracle.output(directory, Map.of(), "helm", "package", "src/web", "-d", served.toString());
    HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    String url = "http://127.0.0.1:" + server.getAddress().getPort();
    Oracle.output(directory, Map.of(), "helm", "repo", "index", served.toString(), "--url", url);
    server.createContext(
        "/",
        exchange -> {
          Path file = served.resolve(exchange.getRequestURI().getPath().substring(1));
          byte[] body = Files.exists(file) ? Files.readAllBytes(file) : new byte[0];
          exchange.sendResponseHeaders(
              Files.exists(file) ? 200 : 404, body.length == 0 ? -1 : body.length);
          exchange.getResponseBody().write(body);
          exchange.close();
        });
    server.start();
    rendering.files.clear();
    rendering
        .write(
            "apps/dev/repository.yaml",
            "apiVersion: source.toolkit.fluxcd.io/v1\n"
                + "kind: HelmRepository\n"
                + "metadata: {name: acme}\n"
                + "spec: {url: '"
                + url
                + "'}\n")
        .write("apps/dev/release.yaml", helmRelease("^1.0.0"));
    try {
      Oracle.assertSame(rendering.render("apps/dev"), oracle("shop", "acme", "src/web", "{}"));
      rendering.write("apps/dev/release.yaml", helmRelease("9.9.9"));
      rendering.refused("apps/dev", RolloutFailure.RENDER_FAILED, "web 9.9.9", url);
      rendering.write("apps/dev/release.yaml", helmRelease("1.2.3"));
      assertThat(rendering.names("apps/dev")).contains("shop-web");
    } finally {
      server.stop(0);
    }
    // An exact version that was pulled needs nobody any more; everything else waits.
    assertThat(rendering.names("apps/dev")).contains("shop-web");
    rendering.write("apps/dev/release.yaml", helmRelease("1.2.4"));
    assertThatThrownBy(() -> rendering.render("apps/dev"))
        .isInstanceOfSatisfying(
            UnavailableException.class,
            e -> assertThat(e.reason()).isEqualTo(UnavailableException.Reason.CHART_UNAVAILABLE));
  }

  private static String helmRelease(String version) {
    return """
    apiVersion: helm.toolkit.fluxcd.io/v2beta2
    kind: HelmRelease
    metadata: {name: shop}
    spec: {chart: {spec: {chart: web, version: '%s', sourceRef: {kind: HelmRepository, name: acme}}}}
    """
        .formatted(version);
  }
}
