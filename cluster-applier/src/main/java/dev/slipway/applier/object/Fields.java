package dev.slipway.applier.object;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Reads parts of JSON that may be absent or of another type, which counts as absent. */
public final class Fields {
  private Fields() {}

  public static Optional<String> text(Map<String, Object> map, String... path) {
    return at(map, path) instanceof String text ? Optional.of(text) : Optional.empty();
  }

  public static OptionalLong number(Map<String, Object> map, String... path) {
    return at(map, path) instanceof Number number
        ? OptionalLong.of(number.longValue())
        : OptionalLong.empty();
  }

  public static boolean isTrue(Map<String, Object> map, String... path) {
    return Boolean.TRUE.equals(at(map, path));
  }

  @SuppressWarnings("unchecked")
  public static Map<String, Object> map(Map<String, Object> map, String... path) {
    return at(map, path) instanceof Map<?, ?> found ? (Map<String, Object>) found : Map.of();
  }

  @SuppressWarnings("unchecked")
  public static List<Map<String, Object>> list(Map<String, Object> map, String... path) {
    return at(map, path) instanceof List<?> found
        ? found.stream()
            .filter(Map.class::isInstance)
            .map(element -> (Map<String, Object>) element)
            .toList()
        : List.of();
  }

  public static boolean has(Map<String, Object> map, String... path) {
    return at(map, path) != null;
  }

  private static @Nullable Object at(Map<String, Object> map, String... path) {
    Object here = map;
    for (String field : path) {
      if (!(here instanceof Map<?, ?> parent)) {
        return null;
      }
      here = parent.get(field);
    }
    return here;
  }
}
