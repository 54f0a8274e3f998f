package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.git.GitCredentials;
import dev.slipway.applier.git.JGitSource;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.render.DecryptionRule;
import dev.slipway.applier.render.Oracle;
import dev.slipway.applier.render.Rendering;
import dev.slipway.events.DiffReported;
import dev.slipway.events.EventJson;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.FieldChange;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** An overlay, a chart and encrypted files, from Git to a real control plane. */
@OnRealCluster
@EnabledIf(value = "dev.slipway.applier.render.Oracle#hasAll", disabledReason = Oracle.WHY_ALL)
class RenderedOnRealClusterIT {
  private static final String PLAIN = "t0p-s3cret";
  @TempDir Path directory;
  private final String namespace = "slipway-test-" + UUID.randomUUID().toString().substring(0, 8);
  private RealCluster real;
  private TestSource git;
  private JGitSource source;
  private Applying applying;
  private Path identity;

  @BeforeEach
  void start() throws Exception {
    real = new RealCluster();
    git = new TestSource(directory.resolve("source.git"));
    source = new JGitSource(directory.resolve("cache"), new GitCredentials(List.of()));
    identity = directory.resolve("age.txt");
    Oracle.output(directory, Map.of(), "age-keygen", "-o", identity.toString());
    applying =
        new Applying(git.address(), source, real.cluster(), namespace)
            .renderer(Rendering.renderer(List.of(new DecryptionRule(null, null, identity))));
  }

  @AfterEach
  void stop() throws Exception {
    ObjectName name = new ObjectName("v1", "Namespace", null, namespace);
    Optional<KubernetesObject> made = real.cluster().get(name);
    if (made.isPresent()) {
      real.cluster().delete(name, made.get().uid());
    }
    source.close();
    git.close();
    real.close();
  }

  @Test
  void appliesAnOverlayAChartAndASecretAndFollowsTheirChanges() throws Exception {
    writeAll();
    applying.apply(applying.revision(git.commit(), 1));

    assertThat(applying.events(RolloutFailed.class)).isEmpty();
    assertThat(applying.last(RolloutSucceeded.class).images())
        .extracting(image -> image.reference().toString())
        .containsExactlyInAnyOrder("registry.example/acme/web:2", "registry.example/acme/db:1");
    assertThat(secret("tokens")).isEqualTo(PLAIN);
    assertThat(get("v1", "ConfigMap", "db-settings").orElseThrow().map("data"))
        .containsEntry("password-length", String.valueOf(PLAIN.length()));
    assertThat(applying.publisher.published().toString())
        .doesNotContain(PLAIN)
        .doesNotContain(Base64.getEncoder().encodeToString(PLAIN.getBytes(StandardCharsets.UTF_8)));

    // A base outside the folder, and the chart's values: only what they change is written.
    git.write("bases/web/settings.yaml", Yaml.configMap("settings", "b"));
    git.write("apps/dev/db.yaml", release(2));
    applying.apply(applying.revision(git.commit(), 2));
    assertThat(applying.last(RolloutStarted.class).changes())
        .extracting(change -> change.object().kind() + "/" + change.object().name())
        .containsExactlyInAnyOrder("ConfigMap/dev-settings", "StatefulSet/db");
    assertThat(get("apps/v1", "StatefulSet", "db").orElseThrow().number("spec", "replicas"))
        .isEqualTo(2);

    // Uninstalled when it is gone.
    git.write("apps/dev/db.yaml", "");
    git.write("apps/dev/kustomization.yaml", overlay("tokens.yaml"));
    applying.apply(applying.revision(git.commit(), 3));
    assertThat(applying.last(ResourcesPruned.class).objects())
        .extracting(ObjectName::kind)
        .containsExactlyInAnyOrder("StatefulSet", "ConfigMap");
    assertThat(secret("tokens")).isEqualTo(PLAIN);
  }

  @Test
  void whatCannotBeRenderedTouchesNothing() throws Exception {
    writeAll();
    applying.apply(applying.revision(git.commit(), 1));
    String before =
        get("apps/v1", "Deployment", "dev-web")
            .orElseThrow()
            .text("metadata", "resourceVersion")
            .orElse("");

    git.write("bases/web/web.yaml", Yaml.deployment("web", "registry.example/acme/web", 5));
    git.write("charts/db/templates/db.yaml", "{{ fail \"not today\" }}");
    applying.apply(applying.revision(git.commit(), 2));
    RolloutFailed failed = applying.last(RolloutFailed.class);
    assertThat(failed.reason()).isEqualTo(RolloutFailure.RENDER_FAILED);
    assertThat(failed.begun()).isFalse();
    assertThat(failed.message()).contains("charts/db", "templates/db.yaml").doesNotContain(PLAIN);

    git.write(
        "apps/dev/tokens.yaml",
        git.content("apps/dev/tokens.yaml").replace("name: tokens", "name: other"));
    applying.apply(applying.revision(git.commit(), 3));
    assertThat(applying.last(RolloutFailed.class).reason())
        .isEqualTo(RolloutFailure.DECRYPTION_FAILED);
    assertThat(
            get("apps/v1", "Deployment", "dev-web")
                .orElseThrow()
                .text("metadata", "resourceVersion"))
        .contains(before);
  }

  @Test
  void aDiffShowsNoSecretHoweverItGotThere() throws Exception {
    writeAll();
    applying.apply(applying.revision(git.commit(), 1));
    String old = PLAIN;
    String next = "n3w-s3cret-17";
    git.write("apps/dev/tokens.yaml", encrypted(next))
        .write(
            "charts/db/templates/db.yaml",
            git.content("charts/db/templates/db.yaml")
                .replace(
                    "data: {password",
                    "data: {plain: {{ .Values.password | quote }}, within: 'x={{ .Values.password"
                        + " }};y', encoded: {{ printf \"u:%s\" .Values.password | b64enc | quote"
                        + " }}, password"))
        .write("bases/web/settings.yaml", Yaml.configMap("settings", "b"));
    DiffReported diff = applying.diff(git.commit());

    assertThat(diff.obstacles()).isNull();
    assertThat(diff.objects())
        .extracting(object -> object.object().kind() + "/" + object.object().name())
        .containsExactlyInAnyOrder(
            "Secret/tokens", "ConfigMap/db-settings", "ConfigMap/dev-settings");
    assertThat(diff.objects())
        .flatExtracting(ObjectDiff::fields)
        .contains(
            new FieldChange("data.key", "a", "b"),
            new FieldChange("data.token", "***", "***"),
            new FieldChange("data.plain", null, "***"),
            new FieldChange("data.within", null, "x=***;y"),
            new FieldChange("data.encoded", null, "***"));
    assertThat(EventJson.mapper().writeValueAsString(diff))
        .doesNotContain(old, next)
        .doesNotContain(base64(old), base64(next), base64("u:" + next));
  }

  private static String base64(String plain) {
    return Base64.getEncoder().encodeToString(plain.getBytes(StandardCharsets.UTF_8));
  }

  private void writeAll() throws Exception {
    git.write("bases/web/kustomization.yaml", "resources: [web.yaml, settings.yaml]\n")
        .write("bases/web/web.yaml", Yaml.deployment("web", "registry.example/acme/web", 1))
        .write("bases/web/settings.yaml", Yaml.configMap("settings", "a"))
        .write(
            "overlays/dev/kustomization.yaml",
            "namePrefix: dev-\n"
                + "resources: [../../bases/web]\n"
                + "images: [{name: registry.example/acme/web, newTag: '2'}]\n")
        .write("apps/dev/kustomization.yaml", overlay("tokens.yaml, db.yaml"))
        .write("apps/dev/tokens.yaml", encrypted())
        .write("apps/dev/db.yaml", release(1))
        .write(
            "flux/sources.yaml",
            "apiVersion: source.toolkit.fluxcd.io/v1\n"
                + "kind: GitRepository\n"
                + "metadata: {name: deploy}\n"
                + "spec: {url: '"
                + git.address()
                + "', ref: {branch: main}}\n")
        .write("charts/db/Chart.yaml", "apiVersion: v2\nname: db\nversion: 0.1.0\n")
        .write("charts/db/values.yaml", "replicas: 0\n")
        .write(
            "charts/db/templates/db.yaml",
            Yaml.statefulSet("db", "registry.example/acme/db:1", 7)
                    .replace("replicas: 7", "replicas: {{ .Values.replicas }}")
                + "---\n"
                + "apiVersion: v1\n"
                + "kind: ConfigMap\n"
                + "metadata: {name: db-settings}\n"
                + "data: {password-length: {{ len .Values.password | quote }}}\n");
  }

  private static String overlay(String resources) {
    return "resources: [../../overlays/dev, " + resources + "]\n";
  }

  private static String release(int replicas) {
    return """
    apiVersion: helm.toolkit.fluxcd.io/v2
    kind: HelmRelease
    metadata: {name: db}
    spec:
      chart: {spec: {chart: charts/db, sourceRef: {kind: GitRepository, name: deploy}}}
      valuesFrom: [{kind: Secret, name: tokens, valuesKey: token, targetPath: password}]
      values: {replicas: %d}
    """
        .formatted(replicas);
  }

  private String encrypted() throws Exception {
    return encrypted(PLAIN);
  }

  private String encrypted(String plain) throws Exception {
    Path file =
        Files.writeString(
            directory.resolve("tokens.yaml"),
            "apiVersion: v1\nkind: Secret\nmetadata: {name: tokens}\nstringData: {token: "
                + plain
                + "}\n");
    String recipient =
        new String(
                Oracle.output(directory, Map.of(), "age-keygen", "-y", identity.toString()),
                StandardCharsets.UTF_8)
            .strip();
    return new String(
        Oracle.output(
            directory,
            Map.of(),
            "sops",
            "encrypt",
            "--age",
            recipient,
            "--encrypted-regex=^(data|stringData)$",
            file.toString()),
        StandardCharsets.UTF_8);
  }

  private String secret(String name) throws Exception {
    String base64 =
        get("v1", "Secret", name).flatMap(object -> object.text("data", "token")).orElse("");
    return new String(Base64.getDecoder().decode(base64), StandardCharsets.UTF_8);
  }

  private Optional<KubernetesObject> get(String apiVersion, String kind, String name)
      throws Exception {
    return real.cluster().get(new ObjectName(apiVersion, kind, namespace, name));
  }
}
