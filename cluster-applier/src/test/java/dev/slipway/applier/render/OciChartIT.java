package dev.slipway.applier.render;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.RolloutFailure;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;

/** Charts from a real OCI registry (CNCF Distribution), pushed by helm itself. */
@EnabledIf(
    value = "dev.slipway.applier.render.ChartRegistry#isPossible",
    disabledReason = ChartRegistry.WHY)
class OciChartIT {
  @TempDir Path directory;
  private final Rendering rendering = new Rendering();
  private ChartRegistry registry;

  @BeforeEach
  void serve() throws Exception {
    registry = new ChartRegistry(directory);
    push("1.2.3");
    push("1.3.0");
  }

  private void push(String version) throws Exception {
    registry.push(
        "web",
        version,
        Map.of(
            "values.yaml",
            "greeting: hello\n",
            "templates/map.yaml",
            """
            apiVersion: v1
            kind: ConfigMap
            metadata: {name: "{{ .Release.Name }}-{{ .Chart.Version }}"}
            data: {greeting: "{{ .Values.greeting }}"}
            """));
  }

  @AfterEach
  void stop() {
    registry.close();
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
            registry.pushed("web", "1.2.3"),
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
            spec: {type: oci, insecure: true, url: '%s'}
            """
                .formatted(registry.address()))
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
        spec: {interval: 5m, insecure: true, url: '%s/web', ref: {%s}}
        """
            .formatted(registry.address(), reference));
  }
}
