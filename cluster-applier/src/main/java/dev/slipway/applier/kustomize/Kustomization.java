package dev.slipway.applier.kustomize;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.Fields;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * What a kustomization file, or the configuration of a built-in generator or transformer, refers
 * to.
 *
 * @param isUnion whether it only lists resources, and changes nothing of them
 * @param hasPlugins whether it configures generators, transformers or validators of its own
 */
record Kustomization(List<Reference> references, boolean isUnion, boolean hasPlugins) {

  /** What may be meant. */
  enum Role {
    /** A file of objects, or a folder with a kustomization. */
    RESOURCE,
    /** A file, and nothing else. */
    FILE,
    /** A file whose content goes into a ConfigMap or a Secret. */
    GENERATED,
    /** A file or YAML in place. */
    FILE_OR_TEXT,
    /** A file or folder of plug-in configuration, or such in place. */
    PLUGIN
  }

  record Reference(String value, Role role) {}

  private static final Set<String> OF_A_UNION =
      Set.of("apiVersion", "kind", "metadata", "resources");
  private static final List<String> WITH_HELM =
      List.of("helmCharts", "helmChartInflationGenerator", "helmGlobals");
  private static final String FUNCTION = "config.kubernetes.io/function";

  /**
   * Reads it.
   *
   * @param file for people to read
   * @throws RefusedException {@code NOT_SUPPORTED} where it wants to run Helm or a function
   */
  static Kustomization of(String file, Map<String, Object> map) {
    for (String field : WITH_HELM) {
      if (Fields.has(map, field)) {
        throw refused(
            file, "'%s'; declare the chart as a HelmRelease beside it instead".formatted(field));
      }
    }
    if (Fields.text(map, "kind").filter("HelmChartInflationGenerator"::equals).isPresent()) {
      throw refused(
          file, "a HelmChartInflationGenerator; declare the chart as a HelmRelease instead");
    }
    if (Fields.has(map, "metadata", "annotations", FUNCTION)) {
      throw refused(file, "a function (" + FUNCTION + "), which is a program of somebody else's");
    }
    List<Reference> found = new ArrayList<>();
    BiConsumer<Role, Object> add = (role, value) -> found.add(new Reference(text(value), role));
    each(map.get("resources"), value -> add.accept(Role.RESOURCE, value));
    each(map.get("bases"), value -> add.accept(Role.RESOURCE, value));
    each(map.get("components"), value -> add.accept(Role.RESOURCE, value));
    each(map.get("crds"), value -> add.accept(Role.FILE, value));
    each(map.get("configurations"), value -> add.accept(Role.FILE, value));
    each(map.get("paths"), value -> add.accept(Role.FILE_OR_TEXT, value));
    each(map.get("patchesStrategicMerge"), value -> add.accept(Role.FILE_OR_TEXT, value));
    for (String list : List.of("patches", "patchesJson6902", "replacements")) {
      for (Map<String, Object> one : Fields.list(map, list)) {
        each(one.get("path"), value -> add.accept(Role.FILE, value));
      }
    }
    each(Fields.map(map, "openapi").get("path"), value -> add.accept(Role.FILE, value));
    each(map.get("path"), value -> add.accept(Role.FILE, value));
    generated(map, add);
    for (String list : List.of("configMapGenerator", "secretGenerator")) {
      Fields.list(map, list).forEach(generator -> generated(generator, add));
    }
    boolean plugins = false;
    for (String list : List.of("generators", "transformers", "validators")) {
      each(map.get(list), value -> add.accept(Role.PLUGIN, value));
      plugins |= Fields.has(map, list);
    }
    return new Kustomization(List.copyOf(found), OF_A_UNION.containsAll(map.keySet()), plugins);
  }

  private static void generated(Map<String, Object> generator, BiConsumer<Role, Object> add) {
    each(
        generator.get("files"),
        value -> add.accept(Role.GENERATED, text(value).replaceFirst("^[^=]*=", "")));
    each(generator.get("envs"), value -> add.accept(Role.GENERATED, value));
    each(generator.get("env"), value -> add.accept(Role.GENERATED, value));
  }

  private interface Sink {
    void take(Object value);
  }

  private static void each(@Nullable Object value, Sink sink) {
    if (value instanceof List<?> list) {
      for (Object one : list) {
        if (one instanceof String) {
          sink.take(one);
        }
      }
    } else if (value instanceof String) {
      sink.take(value);
    }
  }

  private static String text(Object value) {
    return String.valueOf(value);
  }

  private static RefusedException refused(String file, String what) {
    return new RefusedException(
        RolloutFailure.NOT_SUPPORTED,
        "%s uses %s. Kustomize runs without plug-ins here; nothing was applied"
            .formatted(file, what));
  }
}
