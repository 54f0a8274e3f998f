package dev.slipway.applier.manifest;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Kubernetes objects that one file declares. */
final class ManifestReader {
  private static final String FLUX = ".toolkit.fluxcd.io";
  private static final List<String> OF_A_LIVE_OBJECT =
      List.of("managedFields", "resourceVersion", "uid");

  private ManifestReader() {}

  static List<KubernetesObject> objects(String file, byte[] bytes) {
    List<KubernetesObject> objects = new ArrayList<>();
    for (Object document : YamlDocuments.read(file, bytes)) {
      read(file, document, objects);
    }
    return List.copyOf(objects);
  }

  @SuppressWarnings("unchecked")
  private static void read(String file, Object document, List<KubernetesObject> objects) {
    if (!(document instanceof Map<?, ?> any)) {
      throw unreadable(file, "it is no Kubernetes object, but a single value or a list");
    }
    Map<String, Object> map = (Map<String, Object>) any;
    if (map.isEmpty()) {
      return;
    }
    refuseEncrypted(file, map);
    String apiVersion = Fields.text(map, "apiVersion").orElse("");
    String kind = Fields.text(map, "kind").orElse("");
    if (kind.endsWith("List") && map.get("items") instanceof List<?> items) {
      items.forEach(item -> read(file, item, objects));
      return;
    }
    refuseTools(file, apiVersion, kind);
    if (apiVersion.contains(FLUX + "/")) {
      return; // Flux's own: read for their meaning elsewhere, never applied by us.
    }
    objects.add(object(file, map));
  }

  private static KubernetesObject object(String file, Map<String, Object> map) {
    KubernetesObject object;
    try {
      object = new KubernetesObject(map);
    } catch (IllegalArgumentException e) {
      throw new RefusedException(
          RolloutFailure.UNREADABLE_MANIFEST, file + ": " + e.getMessage(), e);
    }
    for (String field : OF_A_LIVE_OBJECT) {
      if (Fields.has(map, "metadata", field)) {
        throw unreadable(
            file,
            object + " has metadata." + field + ": it was copied from a cluster. Take that out");
      }
    }
    return object;
  }

  private static void refuseEncrypted(String file, Map<String, Object> map) {
    if (map.get("sops") instanceof Map<?, ?>) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          file
              + " is encrypted with SOPS, which this version cannot decrypt; nothing was applied."
              + " Move it out of the environment's folder");
    }
  }

  private static void refuseTools(String file, String apiVersion, String kind) {
    if (apiVersion.startsWith("helm" + FLUX) && kind.equals("HelmRelease")) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          file
              + " holds a HelmRelease, which this version cannot install; nothing was applied."
              + " Commit the rendered YAML instead");
    }
    if (apiVersion.startsWith("kustomize.config.k8s.io/")) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          file + " needs Kustomize, which this version cannot run; nothing was applied");
    }
  }

  private static RefusedException unreadable(String file, String problem) {
    return new RefusedException(RolloutFailure.UNREADABLE_MANIFEST, file + ": " + problem);
  }
}
