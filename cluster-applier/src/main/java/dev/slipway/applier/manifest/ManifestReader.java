package dev.slipway.applier.manifest;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.yaml.YamlDocuments;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** The Kubernetes objects that one file declares, Flux's own among them. */
final class ManifestReader {
  private static final List<String> OF_A_LIVE_OBJECT =
      List.of("managedFields", "resourceVersion", "uid");

  private ManifestReader() {}

  static List<KubernetesObject> objects(String file, byte[] bytes) {
    return objects(file, YamlDocuments.read(file, bytes));
  }

  static List<KubernetesObject> objects(String file, List<Object> documents) {
    List<KubernetesObject> objects = new ArrayList<>();
    for (Object document : documents) {
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
    String apiVersion = Fields.text(map, "apiVersion").orElse("");
    String kind = Fields.text(map, "kind").orElse("");
    if (kind.endsWith("List") && map.get("items") instanceof List<?> items) {
      items.forEach(item -> read(file, item, objects));
      return;
    }
    if (apiVersion.startsWith("kustomize.config.k8s.io/")) {
      throw new RefusedException(
          RolloutFailure.NOT_SUPPORTED,
          file
              + " holds a "
              + kind
              + " for kustomize, which only a file named kustomization.yaml can; nothing was"
              + " applied");
    }
    objects.add(object(file, map).compact());
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

  private static RefusedException unreadable(String file, String problem) {
    return new RefusedException(RolloutFailure.UNREADABLE_MANIFEST, file + ": " + problem);
  }
}
