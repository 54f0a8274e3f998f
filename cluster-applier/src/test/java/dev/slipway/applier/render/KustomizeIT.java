package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FakeFolder;
import dev.slipway.applier.tool.ToolLimits;
import dev.slipway.events.value.RolloutFailure;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Folders with a kustomization, compared with what {@code kustomize build} prints. */
@EnabledIf(
    value = "dev.slipway.applier.render.Oracle#hasKustomize",
    disabledReason = Oracle.WHY_KUSTOMIZE)
class KustomizeIT {
  private static final String OVERLAY = "clusters/main/apps/dev";
  @TempDir Path directory;
  private Rendering rendering = new Rendering();

  private void writeShop() {
    rendering
        .write("bases/web/kustomization.yaml", "resources:\n- web.yaml\n- service.yaml\n")
        .write(
            "bases/web/web.yaml",
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web}
            spec:
              replicas: 1
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  containers:
                  - name: web
                    image: registry.example/acme/web
                    envFrom: [{configMapRef: {name: settings}}, {secretRef: {name: tokens}}]
                    volumeMounts: [{name: v, mountPath: /v}]
                  volumes: [{name: v, configMap: {name: settings, defaultMode: 0644}}]
            """)
        .write(
            "bases/web/service.yaml",
            "apiVersion: v1\nkind: Service\nmetadata: {name: web}\nspec: {ports: [{port: 80}]}\n")
        .write(
            "components/probes/kustomization.yaml",
            """
            apiVersion: kustomize.config.k8s.io/v1alpha1
            kind: Component
            patches: [{path: probe.yaml, target: {kind: Deployment}}]
            """)
        .write(
            "components/probes/probe.yaml",
            """
            - op: add
              path: /spec/template/spec/containers/0/readinessProbe
              value: {httpGet: {path: /, port: 80}}
            """)
        .write(
            OVERLAY + "/kustomization.yaml",
            """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            namespace: shop
            namePrefix: dev-
            resources: [../../../../bases/web, extra.yaml]
            components:
            - ../../../../components/probes
            images:
            - {name: registry.example/acme/web, newName: ghcr.io/acme/web, newTag: '2024.3.27'}
            configMapGenerator:
            - {name: settings, files: [app.conf=conf/app.conf], envs: [conf/x.env], literals: [a=b]}
            secretGenerator:
            - {name: tokens, literals: [token=t0p]}
            patchesStrategicMerge:
            - replicas.yaml
            - |-
              apiVersion: v1
              kind: Service
              metadata: {name: web}
              spec: {type: NodePort}
            transformers:
            - labels.yaml
            """)
        .write(OVERLAY + "/extra.yaml", Rendering.map("extra"))
        .write(OVERLAY + "/conf/app.conf", "one\ntwo\n")
        .write(OVERLAY + "/conf/x.env", "X=1\nY=yes\n")
        .write(
            OVERLAY + "/replicas.yaml",
            "apiVersion: apps/v1\nkind: Deployment\nmetadata: {name: web}\nspec: {replicas: 3}\n")
        .write(
            OVERLAY + "/labels.yaml",
            """
            apiVersion: builtin
            kind: LabelTransformer
            metadata: {name: l}
            labels: {team: shop}
            fieldSpecs: [{path: metadata/labels, create: true}]
            """)
        .write(OVERLAY + "/not-listed.yaml", Rendering.map("not-listed"));
  }

  @Test
  void rendersAnOverlayWithAllThatItReachesAsKustomizeDoes() throws Exception {
    writeShop();
    assertAsKustomize(OVERLAY);
    assertThat(rendering.render(OVERLAY))
        .extracting(one -> one.file().path())
        .containsOnly(OVERLAY + "/kustomization.yaml");
    assertThat(rendering.read).doesNotContain(OVERLAY + "/not-listed.yaml");
  }

  @Test
  void aUnionOfFoldersAndFilesIsWhatKustomizeMakesOfIt() throws Exception {
    writeShop();
    rendering
        .write(
            "all/kustomization.yaml", "resources: [a.yaml, list.yml, ../bases/web, marked.yaml]\n")
        .write("all/a.yaml", Rendering.map("a") + "data: {mode: \"yes\", n: \"0644\"}\n")
        .write("all/marked.yaml", Rendering.map("kept"))
        .write(
            "all/list.yml",
            "apiVersion: v1\n"
                + "kind: List\n"
                + "items:\n"
                + "- {apiVersion: v1, kind: Secret, metadata: {name: s}}\n");
    assertAsKustomize("all");
    rendering.write(
        "all/marked.yaml",
        Rendering.map("unused")
            + "---\napiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: local\n  annotations:"
            + " {config.kubernetes.io/local-config: \"true\"}\n");
    assertAsKustomize("all");
  }

  @Test
  void everyFolderBelowWithAKustomizationIsRenderedAndTheOtherFilesAreTaken() throws Exception {
    rendering
        .write("apps/plain.yaml", Rendering.map("plain"))
        .write("apps/web/kustomization.yml", "namePrefix: x-\nresources: [a.yaml]\n")
        .write("apps/web/a.yaml", Rendering.map("a"))
        .write("apps/web/deeper/b.yaml", Rendering.map("b"));
    assertThat(rendering.names("apps")).containsExactlyInAnyOrder("plain", "x-a");
  }

  @Test
  void oneChangedPartOfManyIsTheOnlyOneThatIsRenderedAgain() throws Exception {
    Path counting = counting("kustomize");
    rendering =
        new Rendering(Rendering.renderer(counting.toString(), "helm", Rendering.LIMITS, List.of()));
    StringBuilder all = new StringBuilder("resources:\n");
    for (int i = 0; i < 5; i++) {
      all.append("- a").append(i).append('\n');
      rendering
          .write("apps/a" + i + "/kustomization.yaml", "nameSuffix: -x\nresources: [m.yaml]\n")
          .write("apps/a" + i + "/m.yaml", Rendering.map("a" + i));
    }
    rendering.write("apps/kustomization.yaml", all.toString());
    List<DesiredObject> before = rendering.render("apps");
    assertThat(runs()).isEqualTo(5);
    rendering.write("apps/a3/m.yaml", Rendering.map("changed"));
    List<DesiredObject> after = rendering.render("apps");
    assertThat(runs()).isEqualTo(6);
    assertThat(after).hasSize(5);
    assertThat(after.stream().filter(one -> !before.contains(one)))
        .singleElement()
        .extracting(one -> one.object().name())
        .isEqualTo("changed-x");
  }

  @Test
  void anObjectThatCameOutAsBeforeHasTheSameContentId() throws Exception {
    rendering
        .write("apps/kustomization.yaml", "namePrefix: x-\nresources: [a.yaml, b.yaml]\n")
        .write("apps/a.yaml", Rendering.map("a"))
        .write("apps/b.yaml", Rendering.map("b"));
    List<DesiredObject> before = rendering.render("apps");
    rendering.write("apps/b.yaml", Rendering.map("b") + "data: {x: y}\n");
    List<DesiredObject> after = rendering.render("apps");
    assertThat(after.stream().filter(before::contains)).hasSize(1);
  }

  @Test
  void takesFilesFromOutsideTheFolderAsFluxDoes() throws Exception {
    rendering
        .write("apps/dev/kustomization.yaml", "namePrefix: p-\nresources: [../shared.yaml]\n")
        .write("apps/shared.yaml", Rendering.map("shared"));
    assertThat(rendering.names("apps/dev")).containsExactly("p-shared");
  }

  @Test
  void refusesByNameBeforeAnythingRuns() throws Exception {
    refused(
        "resources: ['https://github.com/acme/base?ref=main']",
        RolloutFailure.NOT_SUPPORTED,
        "https://github.com/acme/base",
        "remote");
    refused(
        "resources: ['github.com/acme/base//web?ref=v1']",
        RolloutFailure.NOT_SUPPORTED,
        "github.com/acme/base",
        "remote");
    refused(
        "resources: ['git@github.com:acme/base.git']",
        RolloutFailure.NOT_SUPPORTED,
        "git@github.com",
        "remote");
    refused("components: ['ssh://git@host/x.git']", RolloutFailure.NOT_SUPPORTED, "remote");
    refused(
        "patches: [{path: 'https://u:secret@host/p.yaml'}]",
        RolloutFailure.NOT_SUPPORTED,
        "https://host/p.yaml",
        "remote");
    refused(
        "resources: ['../../../etc/passwd']",
        RolloutFailure.NOT_SUPPORTED,
        "leads out of the repository");
    refused(
        "configMapGenerator: [{name: a, files: [x=/etc/passwd]}]",
        RolloutFailure.NOT_SUPPORTED,
        "/etc/passwd",
        "out of the repository");
    refused("resources: [link.yaml]", RolloutFailure.NOT_SUPPORTED, "link.yaml", "symbolic link");
    refused(
        "resources: [gone.yaml]", RolloutFailure.RENDER_FAILED, "gone.yaml", "not in the commit");
    refused("resources: [empty]", RolloutFailure.RENDER_FAILED, "empty", "without a kustomization");
    refused("helmCharts: [{name: x}]", RolloutFailure.NOT_SUPPORTED, "helmCharts", "HelmRelease");
    refused(
        "generators:\n- |-\n  kind: HelmChartInflationGenerator\n  metadata: {name: x}\n",
        RolloutFailure.NOT_SUPPORTED,
        "HelmRelease");
    refused(
        "transformers:\n"
            + "- |-\n"
            + "  kind: X\n"
            + "  metadata: {name: x, annotations: {config.kubernetes.io/function: \"exec: {path:"
            + " ./x}\"}}\n",
        RolloutFailure.NOT_SUPPORTED,
        "function");
    assertThat(rendering.render("other")).isEmpty();
  }

  private void refused(String kustomization, RolloutFailure reason, String... words) {
    rendering.files.clear();
    rendering
        .write("apps/dev/kustomization.yaml", kustomization + "\n")
        .write("apps/dev/link.yaml", FakeFolder.LINK)
        .write("apps/dev/empty/README.md", "")
        .write("other/README.md", "");
    rendering.refused("apps/dev", reason, words);
    rendering.refused("apps/dev", reason, "apps/dev/kustomization.yaml");
  }

  @Test
  void saysInKustomizesWordsWhyItCannotRender() {
    rendering
        .write(
            "apps/dev/kustomization.yaml",
            "namePrefix: x-\nresources: [a.yaml]\npatches: [{path: p.yaml}]\n")
        .write("apps/dev/a.yaml", Rendering.map("a"))
        .write("apps/dev/p.yaml", Rendering.map("nobody"));
    rendering.refused(
        "apps/dev",
        RolloutFailure.RENDER_FAILED,
        "apps/dev/kustomization.yaml",
        "no matches for Id ConfigMap",
        "nobody");
    rendering.write("apps/dev/kustomization.yaml", "nosuchfield: 1\nresources: [a.yaml]\n");
    rendering.refused("apps/dev", RolloutFailure.RENDER_FAILED, "nosuchfield");
    assertThatThrownBy(() -> rendering.render("apps/dev"))
        .hasMessageNotContaining(System.getProperty("java.io.tmpdir") + "/slipway");
  }

  @Test
  void refusesDuplicatesWithinAndBetween() {
    rendering
        .write("apps/dev/kustomization.yaml", "namePrefix: x-\nresources: [a.yaml, b.yaml]\n")
        .write("apps/dev/a.yaml", Rendering.map("a"))
        .write("apps/dev/b.yaml", Rendering.map("a"));
    rendering.refused("apps/dev", RolloutFailure.RENDER_FAILED, "already registered");
    rendering.write("apps/dev/kustomization.yaml", "resources: [same, same]\n");
    rendering.write("apps/dev/same/kustomization.yaml", "resources: []\n");
    rendering.refused(
        "apps/dev", RolloutFailure.RENDER_FAILED, "apps/dev/same/kustomization.yaml", "twice");
  }

  @Test
  void saysWhatToInstallWhereItIsMissing() {
    rendering =
        new Rendering(Rendering.renderer("no-such-kustomize", "helm", Rendering.LIMITS, List.of()));
    writeShop();
    rendering.refused(
        OVERLAY,
        RolloutFailure.TOOL_MISSING,
        OVERLAY + "/kustomization.yaml",
        "no-such-kustomize",
        "Install kustomize 5",
        "slipway.applier.tools.kustomize");
  }

  @Test
  void aProgramThatHangsIsStopped() throws Exception {
    Path hanging = script("exec /bin/sleep 600");
    limited(hanging, new ToolLimits(Duration.ofMillis(300), 512L << 20, 1 << 20));
    rendering.refused(OVERLAY, RolloutFailure.RENDER_FAILED, "longer than");
    await()
        .until(
            () ->
                ProcessHandle.current()
                    .descendants()
                    .noneMatch(p -> p.info().commandLine().orElse("").contains("sleep 600")));
  }

  @Test
  void aProgramThatPrintsTooMuchIsStopped() throws Exception {
    limited(
        script("while :; do echo aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa; done"),
        new ToolLimits(Duration.ofSeconds(30), 512L << 20, 1 << 20));
    rendering.refused(OVERLAY, RolloutFailure.RENDER_FAILED, "more than 1 MiB");
  }

  @Test
  void aProgramGetsNoMoreMemoryThanItMay() throws Exception {
    limited(Path.of("kustomize"), new ToolLimits(Duration.ofSeconds(30), 4 << 20, 1 << 20));
    rendering.refused(OVERLAY, RolloutFailure.RENDER_FAILED, "kustomize cannot render it");
  }

  @Test
  void aProgramSeesNothingOfOurs() throws Exception {
    Path spy = script("/usr/bin/env | /usr/bin/sort; /bin/pwd; /usr/bin/find . -type f; exit 3");
    limited(spy, Rendering.LIMITS);
    rendering.refused(OVERLAY, RolloutFailure.RENDER_FAILED, "it ended with 3 and said nothing");
    limited(script("(/usr/bin/env; /usr/bin/find . -type f) >&2; exit 3"), Rendering.LIMITS);
    assertThatThrownBy(() -> rendering.render(OVERLAY))
        .hasMessageContaining("PATH=\n")
        .hasMessageNotContaining("USER=")
        .hasMessageContaining("./bases/web/web.yaml")
        .hasMessageNotContaining("not-listed");
  }

  private void limited(Path program, ToolLimits limits) {
    rendering = new Rendering(Rendering.renderer(program.toString(), "helm", limits, List.of()));
    writeShop();
  }

  private Path script(String body) throws Exception {
    Path script = Files.createTempFile(directory, "tool", ".sh");
    Files.writeString(script, "#!/bin/sh\n" + body + "\n");
    Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwxr-xr-x"));
    return script;
  }

  private Path counting(String program) throws Exception {
    Path real = Oracle.find(program).orElseThrow();
    return script("echo >> " + directory.resolve("runs") + "\nexec " + real + " \"$@\"");
  }

  private long runs() throws Exception {
    return Files.readAllLines(directory.resolve("runs")).size();
  }

  private void assertAsKustomize(String path) throws Exception {
    Oracle.writeAll(rendering.files, directory);
    Oracle.assertSame(
        rendering.render(path), Oracle.output(directory, Map.of(), "kustomize", "build", path));
  }
}
