package dev.slipway.applier.object;

import dev.slipway.events.value.ObjectName;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * An object as JSON says it: maps, lists, strings, numbers, booleans. Never changed: {@code with…}
 * gives another.
 *
 * <p>Its text never goes to a log: it may be a Secret.
 *
 * @param content has {@code apiVersion}, {@code kind} and {@code metadata.name}
 */
public record KubernetesObject(Map<String, Object> content) {
  public KubernetesObject {
    content = Compact.isCompact(content) ? content : Collections.unmodifiableMap(content);
    required(content, "apiVersion");
    required(content, "kind");
    required(mapAt(content, List.of("metadata")), "name");
  }

  /** The same object, made small: worth its while for one of many that are kept. */
  public KubernetesObject compact() {
    return Compact.isCompact(content) ? this : new KubernetesObject(Compact.map(content));
  }

  /** A new object with nothing but its identity. */
  public static KubernetesObject named(ObjectName name) {
    Map<String, Object> metadata = new LinkedHashMap<>();
    metadata.put("name", name.name());
    if (name.namespace() != null) {
      metadata.put("namespace", name.namespace());
    }
    Map<String, Object> content = new LinkedHashMap<>();
    content.put("apiVersion", name.apiVersion());
    content.put("kind", name.kind());
    content.put("metadata", metadata);
    return new KubernetesObject(content);
  }

  public String apiVersion() {
    return text("apiVersion").orElseThrow();
  }

  public String kind() {
    return text("kind").orElseThrow();
  }

  public String name() {
    return text("metadata", "name").orElseThrow();
  }

  public @Nullable String namespace() {
    return text("metadata", "namespace").orElse(null);
  }

  public String uid() {
    return text("metadata", "uid").orElse("");
  }

  public long generation() {
    return number("metadata", "generation");
  }

  public ObjectName objectName() {
    return new ObjectName(apiVersion(), kind(), namespace(), name());
  }

  public ObjectId id() {
    return ObjectId.of(objectName());
  }

  public Optional<String> label(String key) {
    return text("metadata", "labels", key);
  }

  public Optional<String> annotation(String key) {
    return text("metadata", "annotations", key);
  }

  /** The string there; empty where there is none, or something else. */
  public Optional<String> text(String... path) {
    return Fields.text(content, path);
  }

  /** The number there; 0 where there is none. */
  public long number(String... path) {
    return Fields.number(content, path).orElse(0);
  }

  public Map<String, Object> map(String... path) {
    return Fields.map(content, path);
  }

  /** The objects of the list there; empty where there is none. */
  public List<Map<String, Object>> list(String... path) {
    return Fields.list(content, path);
  }

  /** The same object with that field set, its parents made where they are missing. */
  public KubernetesObject with(Object value, String... path) {
    return new KubernetesObject(with(content, value, List.of(path)));
  }

  private static Map<String, Object> with(
      Map<String, Object> map, Object value, List<String> path) {
    Map<String, Object> copy = new LinkedHashMap<>(map);
    String field = path.getFirst();
    copy.put(
        field,
        path.size() == 1
            ? value
            : with(mapAt(map, List.of(field)), value, path.subList(1, path.size())));
    return copy;
  }

  private static Map<String, Object> mapAt(Map<String, Object> map, List<String> path) {
    return Fields.map(map, path.toArray(String[]::new));
  }

  private static void required(Map<String, Object> map, String field) {
    if (!(map.get(field) instanceof String text) || text.isBlank()) {
      List<String> fields = new ArrayList<>(map.keySet());
      throw new IllegalArgumentException(
          "a Kubernetes object needs '" + field + "', but this has only " + fields);
    }
  }

  @Override
  public String toString() {
    return objectName().describe();
  }
}
