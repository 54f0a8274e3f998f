package dev.slipway.applier.object;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/**
 * Whether applying an object would change nothing, told from the managed fields that the API server
 * keeps (structured-merge-diff's {@code FieldsV1}): a manager owns exactly the fields that are
 * declared, and each has the declared value.
 *
 * <p>"No" means only that it has to be tried: a value that the server writes in another way (0.1
 * for 100m) counts as another.
 */
public final class AppliedFields {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final TypeReference<Map<String, Object>> KEYS = new TypeReference<>() {};
  private static final Set<String> IDENTITY = Set.of("apiVersion", "kind", "metadata");

  /** Nobody owns these: they say which object it is. */
  private static final Set<String> NEVER_OWNED =
      Set.of(
          "name",
          "namespace",
          "uid",
          "resourceVersion",
          "generation",
          "creationTimestamp",
          "selfLink",
          "managedFields");

  private AppliedFields() {}

  /** Whether the live object is as that manager's apply of the declared one would leave it. */
  public static boolean hold(
      KubernetesObject live, KubernetesObject declared, String fieldManager) {
    Optional<Map<String, Object>> entry =
        live.list("metadata", "managedFields").stream()
            .filter(e -> Fields.text(e, "manager").filter(fieldManager::equals).isPresent())
            .filter(e -> Fields.text(e, "operation").filter("Apply"::equals).isPresent())
            .filter(e -> Fields.text(e, "subresource").filter(s -> !s.isEmpty()).isEmpty())
            .findFirst();
    if (entry.isEmpty()
        || !Fields.text(entry.get(), "apiVersion")
            .filter(declared.apiVersion()::equals)
            .isPresent()) {
      return false;
    }
    Map<String, Object> owned = Fields.map(entry.get(), "fieldsV1");
    Set<String> fields = new HashSet<>();
    for (Map.Entry<String, Object> field : declared.content().entrySet()) {
      if (!IDENTITY.contains(field.getKey())) {
        fields.add(field.getKey());
      }
    }
    Map<String, Object> metadata = new LinkedHashMap<>(declared.map("metadata"));
    metadata.keySet().removeAll(NEVER_OWNED);
    Map<String, Object> ownedMetadata = Fields.map(owned, "f:metadata");
    return owned.size() == fields.size() + (owned.containsKey("f:metadata") ? 1 : 0)
        && (metadata.isEmpty()
            ? ownedMetadata.isEmpty()
            : same(metadata, live.map("metadata"), ownedMetadata))
        && fields.stream()
            .allMatch(
                field ->
                    owned.get("f:" + field) instanceof Map<?, ?> below
                        && same(declared.content().get(field), live.content().get(field), below));
  }

  private static boolean same(
      @Nullable Object declared, @Nullable Object live, Map<?, ?> ownedBelow) {
    Set<Object> steps = new HashSet<>(ownedBelow.keySet());
    steps.remove(".");
    if (steps.isEmpty()) {
      return declared != null && equal(declared, live);
    }
    if (declared instanceof Map<?, ?> map && live instanceof Map<?, ?> now) {
      return map.size() == steps.size()
          && map.entrySet().stream()
              .allMatch(
                  field ->
                      ownedBelow.get("f:" + field.getKey()) instanceof Map<?, ?> below
                          && same(field.getValue(), now.get(field.getKey()), below));
    }
    if (declared instanceof List<?> list && live instanceof List<?> now) {
      return list.size() == steps.size()
          && steps.stream()
              .allMatch(
                  step ->
                      ownedBelow.get(step) instanceof Map<?, ?> below
                          && sameElement(step.toString(), list, now, below));
    }
    return false;
  }

  private static boolean sameElement(
      String step, List<?> declared, List<?> live, Map<?, ?> ownedBelow) {
    if (step.startsWith("v:")) {
      return contains(declared, step.substring(2)) && contains(live, step.substring(2));
    }
    if (!step.startsWith("k:")) {
      return false;
    }
    try {
      Map<String, Object> keys = MAPPER.readValue(step.substring(2), KEYS);
      Optional<Object> wanted = only(declared, keys, true);
      Optional<Object> now = only(live, keys, false);
      return wanted.isPresent() && now.isPresent() && same(wanted.get(), now.get(), ownedBelow);
    } catch (JacksonException unheardOf) {
      return false;
    }
  }

  /**
   * The one element with these keys; a key that is left out where that is allowed has a default.
   */
  private static Optional<Object> only(List<?> list, Map<String, Object> keys, boolean defaults) {
    Object found = null;
    for (Object element : list) {
      if (element instanceof Map<?, ?> map && has(map, keys, defaults)) {
        if (found != null) {
          return Optional.empty();
        }
        found = element;
      }
    }
    return Optional.ofNullable(found);
  }

  private static boolean has(Map<?, ?> element, Map<String, Object> keys, boolean defaults) {
    return keys.entrySet().stream()
        .allMatch(
            key ->
                element.containsKey(key.getKey())
                    ? equal(key.getValue(), element.get(key.getKey()))
                    : defaults);
  }

  private static boolean contains(List<?> list, String json) {
    try {
      Object value = MAPPER.readValue(json, Object.class);
      return list.stream().anyMatch(element -> equal(value, element));
    } catch (JacksonException unheardOf) {
      return false;
    }
  }

  private static boolean equal(Object left, @Nullable Object right) {
    if (left.equals(right)) {
      return true;
    }
    if (left instanceof Number one && right instanceof Number other) {
      return Double.compare(one.doubleValue(), other.doubleValue()) == 0;
    }
    if (left instanceof Map<?, ?> map && right instanceof Map<?, ?> other) {
      return map.size() == other.size()
          && map.entrySet().stream()
              .allMatch(
                  field ->
                      field.getValue() != null
                          && equal(field.getValue(), other.get(field.getKey())));
    }
    if (left instanceof List<?> list && right instanceof List<?> other) {
      if (list.size() != other.size()) {
        return false;
      }
      for (int i = 0; i < list.size(); i++) {
        if (list.get(i) == null || !equal(list.get(i), other.get(i))) {
          return false;
        }
      }
      return true;
    }
    return false;
  }
}
