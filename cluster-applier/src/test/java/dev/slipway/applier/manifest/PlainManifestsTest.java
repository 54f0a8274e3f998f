package dev.slipway.applier.manifest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.SourceFile;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainManifestsTest {
  private final Map<String, String> files = new TreeMap<>();
  private final List<String> read = new ArrayList<>();
  private final PlainManifests manifests = new PlainManifests();

  @Test
  void readsEveryDocumentOfEveryYamlFileAtAnyDepth() {
    files.put("apps/dev/a.yaml", map("a") + "---\n# nothing\n---\n" + map("b"));
    files.put("apps/dev/deep/er/c.yml", map("c"));
    files.put("apps/dev/README.md", "not: yaml: at all");
    files.put("apps/dev/.hidden/d.yaml", map("d"));
    assertThat(names()).containsExactly("a", "b", "c");
  }

  @Test
  void readsTheItemsOfAList() {
    files.put(
        "apps/dev/list.yaml",
        """
        apiVersion: v1
        kind: List
        items:
        - {apiVersion: v1, kind: ConfigMap, metadata: {name: a}}
        - {apiVersion: v1, kind: Secret, metadata: {name: b}}
        """);
    assertThat(names()).containsExactly("a", "b");
  }

  @Test
  void leavesOutItsOwnConfigurationAtTheRootOnly() {
    files.put("slipway.yaml", "version: 1\nimages: {}");
    files.put("a.yaml", map("a"));
    assertThat(render("")).extracting(o -> o.object().name()).containsExactly("a");
  }

  @Test
  void readsAFileThatDidNotChangeOnce() {
    files.put("apps/dev/a.yaml", map("a"));
    names();
    names();
    assertThat(read).containsExactly("apps/dev/a.yaml");
  }

  @Test
  void neverAppliesFluxsOwnObjects() {
    files.put(
        "apps/dev/flux.yaml",
        """
        apiVersion: image.toolkit.fluxcd.io/v1beta2
        kind: ImagePolicy
        metadata: {name: web}
        ---
        apiVersion: kustomize.toolkit.fluxcd.io/v1
        kind: Kustomization
        metadata: {name: apps}
        """);
    assertThat(names()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "apps/dev/kustomization.yaml, Kustomize",
    "apps/dev/base/kustomization.yml, Kustomize",
    "apps/dev/Kustomization, Kustomize",
    "apps/dev/chart/Chart.yaml, Helm",
  })
  void refusesByNameWhatNeedsATool(String file, String tool) {
    files.put("apps/dev/a.yaml", map("a"));
    files.put(file, "x: y");
    refused(RolloutFailure.NOT_SUPPORTED, file, tool);
  }

  @Test
  void refusesAHelmReleaseByName() {
    files.put(
        "apps/dev/release.yaml",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: web}
        """);
    refused(RolloutFailure.NOT_SUPPORTED, "apps/dev/release.yaml", "HelmRelease");
  }

  @Test
  void refusesAnEncryptedFileAndSaysNothingOfIt() {
    files.put(
        "apps/dev/secret.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        data: {password: "ENC[AES256_GCM,data:abc]"}
        sops: {mac: x}
        """);
    assertThatThrownBy(() -> render("apps/dev"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("apps/dev/secret.yaml")
        .hasMessageContaining("SOPS")
        .hasMessageNotContaining("AES256");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "a: [b|apps/dev/x.yaml:2 is not YAML",
        "just text|no Kubernetes object",
        "replicas: 3|needs 'apiVersion'",
        "{apiVersion: v1, kind: ConfigMap, metadata: {}}|needs 'name'",
        "{a: 1, a: 2}|duplicate key",
        "{{ if .Values.x }}|is not YAML",
        "{apiVersion: v1, kind: ConfigMap, metadata: {name: a, resourceVersion: '1'}}|copied from a"
            + " cluster",
      })
  void refusesWhatIsNoObjectWithFileAndReason(String content, String problem) {
    files.put("apps/dev/x.yaml", content + "\n");
    refused(RolloutFailure.UNREADABLE_MANIFEST, "apps/dev/x.yaml", problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0644|420",
        "0o644|420",
        "0x10|16",
        "1_000|1000",
        "12345e6|12345000000",
        "08|8",
        "1.5|1.5",
        "-3|-3",
        "yes|true",
        "off|false",
        "True|true",
        "~|null",
        "\"0644\"|0644",
        "2001-12-14|2001-12-14",
        "1.2.3|1.2.3",
        "8a2ce0f|8a2ce0f",
      })
  void readsScalarsAsKubectlDoes(String yaml, String value) {
    files.put("apps/dev/x.yaml", map("a") + "data: {key: " + yaml + "}\n");
    assertThat(String.valueOf(render("apps/dev").getFirst().object().map("data").get("key")))
        .isEqualTo(value);
  }

  @Test
  void resolvesAnchorsAndMerges() {
    files.put("apps/dev/x.yaml", map("a") + "base: &base {p: 1, q: 2}\ndata: {<<: *base, q: 3}\n");
    assertThat(render("apps/dev").getFirst().object().map("data"))
        .containsEntry("p", 1L)
        .containsEntry("q", 3L);
  }

  private void refused(RolloutFailure reason, String... words) {
    assertThatThrownBy(() -> render("apps/dev"))
        .isInstanceOfSatisfying(
            RefusedException.class, e -> assertThat(e.reason()).isEqualTo(reason))
        .message()
        .contains(words);
  }

  private List<String> names() {
    return render("apps/dev").stream().map(o -> o.object().name()).toList();
  }

  private List<DesiredObject> render(String path) {
    return manifests.render(
        new Folder() {
          @Override
          public List<SourceFile> files() {
            return files.entrySet().stream()
                .filter(e -> e.getKey().startsWith(path))
                .map(e -> new SourceFile(e.getKey(), "blob" + e.getValue().hashCode()))
                .toList();
          }

          @Override
          public byte[] read(SourceFile file) {
            read.add(file.path());
            return files.getOrDefault(file.path(), "").getBytes(StandardCharsets.UTF_8);
          }
        },
        path);
  }

  private static String map(String name) {
    return "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: " + name + "}\n";
  }
}
