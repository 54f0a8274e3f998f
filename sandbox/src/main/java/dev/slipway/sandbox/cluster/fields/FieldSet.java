package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.objects.Json;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** A set of paths into an object, as {@code FieldsV1} keeps them. */
final class FieldSet {
  private static final String SELF = ".";

  private final Set<PathElement> members = new LinkedHashSet<>();
  private final Map<PathElement, FieldSet> children = new LinkedHashMap<>();

  static FieldSet read(JsonNode fieldsV1) {
    FieldSet set = new FieldSet();
    fieldsV1.properties().forEach(e -> set.readEntry(e.getKey(), e.getValue()));
    return set;
  }

  private void readEntry(String key, JsonNode value) {
    if (key.equals(SELF)) {
      return;
    }
    PathElement element = PathElement.read(key);
    if (value.isEmpty() || value.has(SELF)) {
      members.add(element);
    }
    FieldSet child = read(value);
    if (!child.isEmpty()) {
      children.put(element, child);
    }
  }

  ObjectNode write() {
    Map<String, ObjectNode> sorted = new TreeMap<>();
    for (PathElement element : elements()) {
      ObjectNode inner = Json.object();
      FieldSet child = children.get(element);
      if (child != null) {
        if (members.contains(element)) {
          inner.putObject(SELF);
        }
        inner.setAll(child.write());
      }
      sorted.put(element.written(), inner);
    }
    ObjectNode written = Json.object();
    written.setAll(sorted);
    return written;
  }

  boolean isEmpty() {
    return members.isEmpty() && children.values().stream().allMatch(FieldSet::isEmpty);
  }

  /** Everything that is named at this level, itself or by what lies below. */
  Set<PathElement> elements() {
    Set<PathElement> all = new LinkedHashSet<>(members);
    children.forEach(
        (element, child) -> {
          if (!child.isEmpty()) {
            all.add(element);
          }
        });
    return all;
  }

  boolean names(PathElement element) {
    return members.contains(element) || !child(element).isEmpty();
  }

  void add(PathElement element) {
    members.add(element);
  }

  void remove(PathElement element) {
    members.remove(element);
    children.remove(element);
  }

  FieldSet child(PathElement element) {
    return children.getOrDefault(element, new FieldSet());
  }

  FieldSet childToFill(PathElement element) {
    return children.computeIfAbsent(element, e -> new FieldSet());
  }

  void fillFrom(FieldSet other) {
    members.addAll(other.members);
    other.children.forEach((element, child) -> childToFill(element).fillFrom(child));
  }

  FieldSet union(FieldSet other) {
    FieldSet result = copy();
    result.fillFrom(other);
    return result;
  }

  FieldSet minus(FieldSet other) {
    FieldSet result = new FieldSet();
    members.stream().filter(m -> !other.members.contains(m)).forEach(result.members::add);
    children.forEach(
        (element, child) -> {
          FieldSet rest = child.minus(other.child(element));
          if (!rest.isEmpty()) {
            result.children.put(element, rest);
          }
        });
    return result;
  }

  FieldSet intersection(FieldSet other) {
    FieldSet result = new FieldSet();
    members.stream().filter(other.members::contains).forEach(result.members::add);
    children.forEach(
        (element, child) -> {
          FieldSet common = child.intersection(other.child(element));
          if (!common.isEmpty()) {
            result.children.put(element, common);
          }
        });
    return result;
  }

  FieldSet copy() {
    FieldSet copy = new FieldSet();
    copy.members.addAll(members);
    children.forEach((element, child) -> copy.children.put(element, child.copy()));
    return copy;
  }

  /** The paths as people read them: {@code .spec.replicas}. */
  List<String> shown() {
    TreeSet<String> paths = new TreeSet<>();
    collect("", paths);
    return new ArrayList<>(paths);
  }

  private void collect(String prefix, Set<String> paths) {
    members.forEach(m -> paths.add(prefix + m.shown()));
    children.forEach((element, child) -> child.collect(prefix + element.shown(), paths));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof FieldSet set && write().equals(set.write());
  }

  @Override
  public int hashCode() {
    return write().hashCode();
  }

  @Override
  public String toString() {
    return write().toString();
  }
}
