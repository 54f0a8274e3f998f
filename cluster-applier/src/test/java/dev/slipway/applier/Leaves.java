package dev.slipway.applier;

import dev.slipway.applier.object.KubernetesObject;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/** An object as its leaves: what a field manager owns. Lists are one leaf. */
final class Leaves {
  private static final String SEPARATOR = "\u0001";

  private Leaves() {}

  static Map<String, Object> of(KubernetesObject object) {
    Map<String, Object> leaves = new TreeMap<>();
    object.content().forEach((field, value) -> collect(field, value, leaves));
    leaves.keySet().removeIf(path -> path.equals("apiVersion") || path.equals("kind"));
    return leaves;
  }

  private static void collect(String path, Object value, Map<String, Object> leaves) {
    if (value instanceof Map<?, ?> map && !map.isEmpty()) {
      map.forEach((field, child) -> collect(path + SEPARATOR + field, child, leaves));
    } else {
      leaves.put(path, value);
    }
  }

  static String[] path(String leaf) {
    return leaf.split(SEPARATOR, -1);
  }

  static KubernetesObject without(KubernetesObject object, String leaf) {
    return new KubernetesObject(without(object.content(), path(leaf), 0));
  }

  @SuppressWarnings("unchecked")
  private static Map<String, Object> without(Map<String, Object> map, String[] path, int depth) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    String field = path[depth];
    if (depth == path.length - 1) {
      copy.remove(field);
    } else if (copy.get(field) instanceof Map<?, ?> child) {
      copy.put(field, without((Map<String, Object>) child, path, depth + 1));
    }
    return copy;
  }
}
