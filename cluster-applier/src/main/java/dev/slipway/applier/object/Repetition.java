package dev.slipway.applier.object;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether an object may name an element of a list twice. Which fields tell elements apart only the
 * server knows (their schema's list keys), so that any value that two of them share counts.
 */
public final class Repetition {
  private Repetition() {}

  /** False only where no list of the object can hold an element twice. */
  public static boolean mayBeIn(KubernetesObject object) {
    return in(object.content());
  }

  private static boolean in(Object value) {
    return switch (value) {
      case Map<?, ?> map -> map.values().stream().anyMatch(below -> below != null && in(below));
      case List<?> list ->
          isIn(list) || list.stream().anyMatch(below -> below != null && in(below));
      default -> false;
    };
  }

  private static boolean isIn(List<?> list) {
    Set<Object> seen = new HashSet<>();
    for (Object element : list) {
      if (element instanceof Map<?, ?> fields) {
        if (fields.isEmpty() && !seen.add(fields)) {
          return true;
        }
        for (Map.Entry<?, ?> field : fields.entrySet()) {
          boolean simple = !(field.getValue() instanceof Map || field.getValue() instanceof List);
          if (simple && field.getValue() != null && !seen.add(field)) {
            return true;
          }
        }
      } else if (element != null && !seen.add(element)) {
        return true;
      }
    }
    return false;
  }
}
