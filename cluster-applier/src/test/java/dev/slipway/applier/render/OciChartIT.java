package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Charts from a real OCI registry (CNCF Distribution), pushed by helm itself. */
@EnabledIf(
    value = "dev.slipway.applier.render.OciChartIT#isPossible",
    disabledReason = "needs helm and registry (CNCF Distribution) on the PATH")
class OciChartIT {
  @TempDir Path directory;
  private final Rendering rendering = new Rendering();
  private Process registry;
  private int port;

  static boolean isPossible() {
    return Oracle.hasHelm() && Oracle.find("registry").isPresent();
  }

  @BeforeEach
  void serve() throws Exception {
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            directory.resolve("registry.yml"),
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: '%s'}}
            http: {addr: '127.0.0.1:%d'}
            """
                .formatted(directory.resolve("blobs"), port));
    registry =
        new ProcessBuilder(
                Oracle.find("registry").orElseThrow().toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    await().ignoreExceptionsInstanceOf(IOException.class).until(this::answers);
    push("1.2.3");
    push("1.3.0");
  }

  private boolean answers() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  private void push(String version) throws Exception {
    Oracle.writeAll(
        Map.of(
            "web/Chart.yaml",
            "apiVersion: v2\nname: web\nversion: " + version + "\n",
            "web/values.yaml",
            "greeting: hello\n",
            "web/templates/map.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}-{{ .Chart.Version }}"}
            data: {greeting: "{{ .Values.greeting }}"}
            """),
        directory);
    var _ = Oracle.output(directory, Map.of(), "helm", "package", "web");
    var _ =
        Oracle.output(
            directory,
            Map.of(),
            "helm",
            "push",
            "web-" + version + ".tgz",
            "oci://127.0.0.1:" + port + "/charts",
            "--plain-http");
  }

  @AfterEach
  void stop() throws InterruptedException {
    registry.destroyForcibly().waitFor();
  }

  @Test
  void pullsWhatAnOciRepositoryNames() throws Exception {
    rendering.write(
        "apps/dev/release.yaml",
        """
        apiVersion: helm.toolkit.fluxcd.io/v2
        kind: HelmRelease
        metadata: {name: shop}
        spec: {interval: 5m, chartRef: {kind: OCIRepository, name: web}, values: {greeting: hi}}
        """);
    names("tag: 1.2.3", "shop-1.2.3");
    Oracle.assertSame(
        rendering.render("apps/dev"),
        Oracle.output(
            directory,
            Map.of(),
            "helm",
            "template",
            "shop",
            "web-1.2.3.tgz",
            "--set",
            "greeting=hi"));
    names("semver: '^1.0.0'", "shop-1.3.0");

    repository("tag: 9.9.9");
    rendering.refused("apps/dev", RolloutFailure.RENDER_FAILED, "charts/web 9.9.9");
  }

  @Test
  void pullsWhatAHelmRepositoryOfTypeOciNames() throws Exception {
    rendering
        .write(
            "apps/dev/repository.yaml",
            """
            apiVersion: source.toolkit.fluxcd.io/v1
            kind: HelmRepository
            metadata: {name: acme}
            spec: {type: oci, insecure: true, url: 'oci://127.0.0.1:%d/charts'}
            """
                .formatted(port))
        .write(
            "apps/dev/release.yaml",
            """
            apiVersion: helm.toolkit.fluxcd.io/v2
            kind: HelmRelease
            metadata: {name: shop}
            spec:
              interval: 5m
              chart: {spec: {chart: web, version: 1.2.x, sourceRef: {kind: HelmRepository, name: acme}}}
            """);
    assertThat(rendering.names("apps/dev")).containsExactly("shop-1.2.3");
  }

  private void names(String reference, String object) throws Exception {
    repository(reference);
    assertThat(rendering.names("apps/dev")).containsExactly(object);
  }

  private void repository(String reference) {
    rendering.write(
        "apps/dev/repository.yaml",
        """
        apiVersion: source.toolkit.fluxcd.io/v1
        kind: OCIRepository
        metadata: {name: web}
        spec: {interval: 5m, insecure: true, url: 'oci://127.0.0.1:%d/charts/web', ref: {%s}}
        """
            .formatted(port, reference));
  }
}
