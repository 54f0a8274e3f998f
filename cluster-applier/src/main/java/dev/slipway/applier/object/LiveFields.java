package dev.slipway.applier.object;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Fields as the API server names them in a conflict: {@code
 * .spec.template.spec.containers[name="web"].image}. A name may hold dots itself, so that only the
 * object says where one ends.
 */
public final class LiveFields {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> KEYS = new TypeReference<>() {};

  private LiveFields() {}

  /**
   * The declared object with that field as it is in the cluster.
   *
   * @return empty where one of the two has no such field
   */
  public static Optional<KubernetesObject> copy(
      KubernetesObject live, KubernetesObject declared, String field) {
    return Optional.ofNullable(copied(live.content(), declared.content(), field))
        .map(LiveFields::object);
  }

  /**
   * The declared object without that field.
   *
   * @return empty where it has no such field, or where that names an element of a list
   */
  public static Optional<KubernetesObject> without(KubernetesObject declared, String field) {
    return Optional.ofNullable(left(declared.content(), field)).map(LiveFields::object);
  }

  private static @Nullable Object left(Object declared, String rest) {
    if (rest.startsWith(".") && declared instanceof Map<?, ?> map) {
      String path = rest.substring(1);
      Optional<String> name = name(map, path);
      if (name.isEmpty()) {
        return null;
      }
      Map<Object, Object> copy = new LinkedHashMap<>(map);
      String below = path.substring(name.get().length());
      if (below.isEmpty()) {
        copy.remove(name.get());
        return copy;
      }
      Object value = map.get(name.get());
      Object kept = value == null ? null : left(value, below);
      if (kept == null) {
        return null;
      }
      copy.put(name.get(), kept);
      return copy;
    }
    if (rest.startsWith("[") && rest.contains("]") && declared instanceof List<?> list) {
      int end = rest.indexOf(']');
      int place = keys(rest.substring(1, end)).map(keys -> element(list, keys)).orElse(-1);
      Object kept = place < 0 ? null : left(list.get(place), rest.substring(end + 1));
      if (kept == null) {
        return null;
      }
      List<Object> copy = new ArrayList<>(list);
      copy.set(place, kept);
      return copy;
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  private static KubernetesObject object(Object content) {
    return new KubernetesObject((Map<String, Object>) content);
  }

  private static @Nullable Object copied(Object live, Object declared, String rest) {
    if (rest.isEmpty()) {
      return live;
    }
    if (rest.startsWith(".")
        && live instanceof Map<?, ?> from
        && declared instanceof Map<?, ?> to) {
      return copiedField(from, to, rest.substring(1));
    }
    if (rest.startsWith("[")
        && live instanceof List<?> from
        && declared instanceof List<?> to
        && rest.contains("]")) {
      return copiedElement(from, to, rest);
    }
    return null;
  }

  private static @Nullable Object copiedField(Map<?, ?> live, Map<?, ?> declared, String rest) {
    Optional<String> name = name(declared, rest);
    if (name.isEmpty() || live.get(name.get()) == null || declared.get(name.get()) == null) {
      return null;
    }
    Object value =
        copied(live.get(name.get()), declared.get(name.get()), rest.substring(name.get().length()));
    if (value == null) {
      return null;
    }
    Map<Object, Object> copy = new LinkedHashMap<>(declared);
    copy.put(name.get(), value);
    return copy;
  }

  private static Optional<String> name(Map<?, ?> declared, String rest) {
    return declared.keySet().stream()
        .map(Object::toString)
        .filter(key -> rest.startsWith(key) && endsName(rest.substring(key.length())))
        .max(Comparator.comparingInt(String::length));
  }

  private static boolean endsName(String rest) {
    return rest.isEmpty() || rest.startsWith(".") || rest.startsWith("[");
  }

  private static @Nullable Object copiedElement(List<?> live, List<?> declared, String rest) {
    int end = rest.indexOf(']');
    Optional<Map<String, Object>> keys = keys(rest.substring(1, end));
    if (keys.isEmpty()) {
      return null;
    }
    int from = element(live, keys.get());
    int to = element(declared, keys.get());
    if (from < 0 || to < 0) {
      return null;
    }
    Object value = copied(live.get(from), declared.get(to), rest.substring(end + 1));
    if (value == null) {
      return null;
    }
    List<Object> copy = new ArrayList<>(declared);
    copy.set(to, value);
    return copy;
  }

  /** {@code name="web",protocol="TCP"}; an element by its place or its value is not known. */
  private static Optional<Map<String, Object>> keys(String text) {
    if (text.startsWith("=") || text.chars().allMatch(Character::isDigit)) {
      return Optional.empty();
    }
    try {
      String json = "{\"" + text.replace("=", "\":").replace(",", ",\"") + "}";
      return Optional.of(MAPPER.readValue(json, KEYS));
    } catch (JacksonException unheardOf) {
      return Optional.empty();
    }
  }

  /** The place of the first element with these keys; a key that is left out has its default. */
  private static int element(List<?> list, Map<String, Object> keys) {
    for (int place = 0; place < list.size(); place++) {
      if (list.get(place) instanceof Map<?, ?> element
          && keys.entrySet().stream()
              .allMatch(
                  key ->
                      !element.containsKey(key.getKey())
                          || key.getValue().equals(element.get(key.getKey())))) {
        return place;
      }
    }
    return -1;
  }
}
