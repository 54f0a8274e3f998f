package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.RefusedException;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PlainYamlTest {
  private final Rendering rendering = new Rendering();
  private final Map<String, String> files = rendering.files;

  @Test
  void readsEveryDocumentOfEveryYamlFileAtAnyDepth() throws Exception {
    files.put("apps/dev/a.yaml", map("a") + "---\n# nothing\n---\n" + map("b"));
    files.put("apps/dev/deep/er/c.yml", map("c"));
    files.put("apps/dev/README.md", "not: yaml: at all");
    files.put("apps/dev/.hidden/d.yaml", map("d"));
    assertThat(names()).containsExactly("a", "b", "c");
  }

  @Test
  void readsTheItemsOfAList() throws Exception {
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
  void leavesOutItsOwnConfigurationAtTheRootOnly() throws Exception {
    files.put("slipway.yaml", "version: 1\nimages: {}");
    files.put("a.yaml", map("a"));
    assertThat(render("")).extracting(o -> o.object().name()).containsExactly("a");
  }

  @Test
  void readsAFileThatDidNotChangeOnce() throws Exception {
    files.put("apps/dev/a.yaml", map("a"));
    names();
    names();
    assertThat(rendering.read).containsExactly("apps/dev/a.yaml");
  }

  @Test
  void neverAppliesFluxsOwnObjects() throws Exception {
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

  @Test
  void refusesAHelmReleaseThatNamesNoChart() throws Exception {
    files.put(
        "apps/dev/release.yaml",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: web}
        """);
    refused(RolloutFailure.UNREADABLE_MANIFEST, "apps/dev/release.yaml", "HelmRelease");
  }

  @Test
  void refusesAnEncryptedFileAndSaysNothingOfIt() throws Exception {
    files.put(
        "apps/dev/secret.yaml",
        """
        apiVersion: v1
        kind: Secret
        metadata: {name: s}
        data: {password: "ENC[AES256_GCM,data:abc]"}
        sops: {mac: x, lastmodified: "2026-01-01T00:00:00Z", age: [{recipient: age1x, enc: x}]}
        """);
    assertThatThrownBy(() -> render("apps/dev"))
        .isInstanceOf(RefusedException.class)
        .hasMessageContaining("apps/dev/secret.yaml")
        .hasMessageContaining("slipway.applier.sops")
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
  void refusesWhatIsNoObjectWithFileAndReason(String content, String problem) throws Exception {
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
  void readsScalarsAsKubectlDoes(String yaml, String value) throws Exception {
    files.put("apps/dev/x.yaml", map("a") + "data: {key: " + yaml + "}\n");
    assertThat(String.valueOf(render("apps/dev").getFirst().object().map("data").get("key")))
        .isEqualTo(value);
  }

  @Test
  void resolvesAnchorsAndMerges() throws Exception {
    files.put("apps/dev/x.yaml", map("a") + "base: &base {p: 1, q: 2}\ndata: {<<: *base, q: 3}\n");
    assertThat(render("apps/dev").getFirst().object().map("data"))
        .containsEntry("p", 1L)
        .containsEntry("q", 3L);
  }

  private void refused(RolloutFailure reason, String... words) {
    rendering.refused("apps/dev", reason, words);
  }

  private List<String> names() throws InterruptedException {
    return rendering.names("apps/dev");
  }

  private List<DesiredObject> render(String path) throws InterruptedException {
    return rendering.render(path);
  }

  private static String map(String name) {
    return Rendering.map(name);
  }
}
