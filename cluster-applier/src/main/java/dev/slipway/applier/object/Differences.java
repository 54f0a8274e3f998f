package dev.slipway.applier.object;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which fields of two versions of one object differ. Never their values: they may be secret. What
 * the API server keeps by itself (status, managed fields, versions) does not count.
 */
public final class Differences {
  private static final int MOST_FIELDS = 50;
  static final Set<String> KEPT_BY_THE_SERVER =
      Set.of(
          "managedFields",
          "resourceVersion",
          "generation",
          "uid",
          "creationTimestamp",
          "selfLink",
          "deletionTimestamp",
          "deletionGracePeriodSeconds");

  private final List<String> paths = new ArrayList<>();

  private Differences() {}

  /** Paths such as {@code spec.template.spec.containers[web].image}; at most fifty. */
  public static List<String> between(KubernetesObject before, KubernetesObject after) {
    Differences differences = new Differences();
    Set<String> fields = new HashSet<>(before.content().keySet());
    fields.addAll(after.content().keySet());
    fields.remove("status");
    fields.remove("apiVersion");
    for (String field : fields.stream().sorted().toList()) {
      differences.compare(field, before.content().get(field), after.content().get(field));
    }
    return List.copyOf(differences.paths);
  }

  private void compare(String path, @Nullable Object before, @Nullable Object after) {
    if (paths.size() >= MOST_FIELDS || Objects.equals(before, after) || sameNumber(before, after)) {
      return;
    }
    if (before instanceof Map<?, ?> left && after instanceof Map<?, ?> right) {
      compareMaps(path, left, right);
    } else if (before instanceof List<?> left && after instanceof List<?> right) {
      compareLists(path, left, right);
    } else {
      paths.add(path);
    }
  }

  private void compareMaps(String path, Map<?, ?> before, Map<?, ?> after) {
    Set<Object> fields = new HashSet<>(before.keySet());
    fields.addAll(after.keySet());
    if (path.equals("metadata")) {
      fields.removeAll(KEPT_BY_THE_SERVER);
    }
    fields.stream()
        .map(Object::toString)
        .sorted()
        .forEach(field -> compare(path + "." + field, before.get(field), after.get(field)));
  }

  private void compareLists(String path, List<?> before, List<?> after) {
    if (before.size() != after.size()) {
      paths.add(path);
      return;
    }
    for (int i = 0; i < before.size(); i++) {
      compare(path + "[" + elementName(after.get(i), i) + "]", before.get(i), after.get(i));
    }
  }

  private static Object elementName(@Nullable Object element, int index) {
    return element instanceof Map<?, ?> map && map.get("name") instanceof String name
        ? name
        : index;
  }

  /** 1 and 1.0 are one number to JSON. */
  static boolean sameNumber(@Nullable Object before, @Nullable Object after) {
    return before instanceof Number left
        && after instanceof Number right
        && Double.compare(left.doubleValue(), right.doubleValue()) == 0;
  }
}
