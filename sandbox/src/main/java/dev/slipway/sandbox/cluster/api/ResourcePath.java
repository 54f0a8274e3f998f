package dev.slipway.sandbox.cluster.api;

import java.util.List;
import java.util.Optional;

/**
 * What a path under {@code /api/v1} or {@code /apis/group/version} names.
 *
 * @param namespace empty for cluster-scoped objects and for lists over all namespaces
 * @param name empty for collections
 * @param subresource empty for the object itself
 */
record ResourcePath(
    String group,
    String version,
    String namespace,
    String plural,
    String name,
    String subresource) {

  static Optional<ResourcePath> parse(String path) {
    List<String> steps = List.of(path.substring(1).split("/", -1));
    if (steps.size() >= 3 && steps.getFirst().equals("api")) {
      return resource("", steps.get(1), steps.subList(2, steps.size()));
    }
    if (steps.size() >= 4 && steps.getFirst().equals("apis")) {
      return resource(steps.get(1), steps.get(2), steps.subList(3, steps.size()));
    }
    return Optional.empty();
  }

  private static Optional<ResourcePath> resource(String group, String version, List<String> steps) {
    boolean aboutNamespace =
        steps.size() == 3 && (steps.get(2).equals("status") || steps.get(2).equals("finalize"));
    if (steps.getFirst().equals("namespaces") && steps.size() > 2 && !aboutNamespace) {
      return at(group, version, steps.get(1), steps.subList(2, steps.size()));
    }
    return at(group, version, "", steps);
  }

  private static Optional<ResourcePath> at(
      String group, String version, String namespace, List<String> steps) {
    if (steps.size() > 3 || steps.contains("")) {
      return Optional.empty();
    }
    String name = steps.size() > 1 ? steps.get(1) : "";
    String subresource = steps.size() > 2 ? steps.get(2) : "";
    return Optional.of(
        new ResourcePath(group, version, namespace, steps.getFirst(), name, subresource));
  }
}
