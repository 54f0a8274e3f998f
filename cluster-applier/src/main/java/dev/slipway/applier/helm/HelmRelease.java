package dev.slipway.applier.helm;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A release, as Flux's {@code HelmRelease} declares it (v2, v2beta2, v2beta1).
 *
 * @param file that declares it
 * @param namespace where the HelmRelease itself lies: of its sources and values, where they name
 *     none
 * @param name of the release
 * @param target namespace of its objects
 * @param hooks whether its chart may have hooks
 * @param crds whether the chart's {@code crds/} are applied
 * @param createNamespace whether the target namespace is one of its objects
 */
record HelmRelease(
    String file,
    String namespace,
    String name,
    String target,
    Source source,
    Map<String, Object> values,
    List<Map<String, Object>> valuesFrom,
    boolean hooks,
    boolean crds,
    boolean createNamespace) {

  /**
   * Where its chart is found.
   *
   * @param chart a path in a Git repository, or a name in a Helm repository; empty where the source
   *     is the chart itself
   * @param version a range of a Helm repository's versions; empty: the newest
   * @param valuesFiles that take the place of the chart's own {@code values.yaml}
   */
  record Source(
      String kind,
      String name,
      @Nullable String namespace,
      String chart,
      String version,
      List<String> valuesFiles) {}

  /** Of Flux's fields, what would change the objects and is not done. */
  private static final List<String> NOT_DONE =
      List.of("postRenderers", "kubeConfig", "serviceAccountName", "commonMetadata");

  static boolean isOne(KubernetesObject object) {
    return object.kind().equals("HelmRelease")
        && object.apiVersion().startsWith("helm.toolkit.fluxcd.io/");
  }

  /**
   * Reads it.
   *
   * @throws RefusedException {@code NOT_SUPPORTED} for what would be left out otherwise; {@code
   *     UNREADABLE_MANIFEST}
   */
  static HelmRelease of(DesiredObject declared, String defaultNamespace) {
    KubernetesObject object = declared.object();
    String file = declared.file().path();
    Map<String, Object> spec = object.map("spec");
    for (String field : NOT_DONE) {
      if (Fields.has(spec, field)) {
        throw notSupported(file, object, "spec." + field);
      }
    }
    if (Fields.isTrue(spec, "suspend")) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          "%s: %s is suspended, which would take its objects away here; nothing was applied. Hold the environment, or remove 'suspend'"
              .formatted(file, object));
    }
    String namespace = object.namespace() == null ? defaultNamespace : object.namespace();
    String target = Fields.text(spec, "targetNamespace").orElse(namespace);
    boolean hooks =
        !(Fields.isTrue(spec, "install", "disableHooks")
            && Fields.isTrue(spec, "upgrade", "disableHooks"));
    return new HelmRelease(
        file,
        namespace,
        Fields.text(spec, "releaseName")
            .orElse(
                Fields.has(spec, "targetNamespace") ? target + "-" + object.name() : object.name()),
        target,
        source(file, object, spec),
        Fields.map(spec, "values"),
        Fields.list(spec, "valuesFrom"),
        hooks,
        Fields.text(spec, "install", "crds").filter("Skip"::equals).isEmpty(),
        Fields.isTrue(spec, "install", "createNamespace"));
  }

  private static Source source(String file, KubernetesObject object, Map<String, Object> spec) {
    Map<String, Object> reference = Fields.map(spec, "chartRef");
    if (!reference.isEmpty()) {
      return new Source(
          text(file, object, reference, "spec.chartRef", "kind"),
          text(file, object, reference, "spec.chartRef", "name"),
          Fields.text(reference, "namespace").orElse(null),
          "",
          "",
          List.of());
    }
    Map<String, Object> chart = Fields.map(spec, "chart", "spec");
    Map<String, Object> source = Fields.map(chart, "sourceRef");
    if (Fields.has(chart, "verify")) {
      throw notSupported(file, object, "spec.chart.spec.verify");
    }
    return new Source(
        text(file, object, source, "spec.chart.spec.sourceRef", "kind"),
        text(file, object, source, "spec.chart.spec.sourceRef", "name"),
        Fields.text(source, "namespace").orElse(null),
        text(file, object, chart, "spec.chart.spec", "chart"),
        Fields.text(chart, "version").orElse(""),
        chart.get("valuesFiles") instanceof List<?> files
            ? files.stream().map(String::valueOf).toList()
            : List.of());
  }

  private static String text(
      String file, KubernetesObject object, Map<String, Object> map, String where, String field) {
    return Fields.text(map, field)
        .orElseThrow(
            () ->
                new RefusedException(
                    RolloutFailure.UNREADABLE_MANIFEST,
                    "%s: %s lacks %s.%s; nothing was applied"
                        .formatted(file, object, where, field)));
  }

  private static RefusedException notSupported(String file, KubernetesObject object, String field) {
    return new RefusedException(
        RolloutFailure.NOT_SUPPORTED,
        "%s: %s has %s, which this version does not do; nothing was applied"
            .formatted(file, object, field));
  }
}
