package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.fields.PathElement.Field;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Which fields an object gives, and which of them differ from another's. */
final class FieldWalk {
  /** Structures that the Go types always write, so that their own presence belongs to nobody. */
  private static final Set<String> ALWAYS_THERE =
      Set.of(
          "metadata",
          "spec",
          "status",
          "template",
          "strategy",
          "updateStrategy",
          "jobTemplate",
          "resources",
          "containers");

  private FieldWalk() {}

  /** What an applied configuration names. */
  static FieldSet given(JsonNode object, Schema schema) {
    FieldSet set = new FieldSet();
    object
        .properties()
        .forEach(
            e -> {
              Field field = new Field(e.getKey());
              Schema type = schema.fieldOrUnknown(e.getKey());
              JsonNode value = e.getValue();
              if (isWhole(value, type) || !schema.names(e.getKey())) {
                set.add(field);
              }
              if (!isWhole(value, type)) {
                descend(value, type, set.childToFill(field));
              }
            });
    return set;
  }

  private static void descend(JsonNode value, Schema schema, FieldSet into) {
    if (value.isObject()) {
      into.fillFrom(given(value, schema));
      return;
    }
    KeyedItems.of(value, schema)
        .forEach(
            (element, item) -> {
              into.add(element);
              if (item.isObject()) {
                into.childToFill(element).fillFrom(given(item, schema.items()));
              }
            });
  }

  /** Whether a value is owned as one: a scalar, something atomic, or something empty. */
  static boolean isWhole(JsonNode value, Schema schema) {
    if (value.isObject()) {
      return value.isEmpty() || schema.isAtomicMap();
    }
    return !value.isArray() || schema.isAtomicList();
  }

  /**
   * @param addedOrModified present after, and absent or different before
   * @param removed present before and absent after
   */
  record Difference(FieldSet addedOrModified, FieldSet removed) {}

  static Difference between(JsonNode before, JsonNode after, Schema schema) {
    Difference difference = new Difference(new FieldSet(), new FieldSet());
    compare(before, after, schema, difference);
    return difference;
  }

  private static void compare(
      JsonNode before, JsonNode after, Schema schema, Difference difference) {
    after
        .properties()
        .forEach(
            e -> {
              String name = e.getKey();
              JsonNode old = before.get(name);
              Schema type = schema.fieldOrUnknown(name);
              boolean counts = !ALWAYS_THERE.contains(name);
              compareOne(new Field(name), old, e.getValue(), type, counts, difference);
            });
    before
        .properties()
        .forEach(
            e -> {
              if (!after.has(e.getKey())) {
                Field field = new Field(e.getKey());
                gone(field, e.getValue(), schema.fieldOrUnknown(e.getKey()), difference);
              }
            });
  }

  private static void compareItems(
      JsonNode before, JsonNode after, Schema schema, Difference difference) {
    var old = KeyedItems.of(before, schema);
    var now = KeyedItems.of(after, schema);
    now.forEach(
        (element, item) ->
            compareOne(element, old.get(element), item, schema.items(), true, difference));
    old.forEach(
        (element, item) -> {
          if (!now.containsKey(element)) {
            gone(element, item, schema.items(), difference);
          }
        });
  }

  private static void compareOne(
      PathElement element,
      @Nullable JsonNode old,
      JsonNode now,
      Schema schema,
      boolean presenceCounts,
      Difference difference) {
    if (now.equals(old)) {
      return;
    }
    if (isWhole(now, schema) || (old == null && presenceCounts)) {
      difference.addedOrModified.add(element);
    }
    if (isWhole(now, schema)) {
      return;
    }
    Difference inner = between(old, now, schema, element, difference);
    difference.addedOrModified.childToFill(element).fillFrom(inner.addedOrModified);
    difference.removed.childToFill(element).fillFrom(inner.removed);
  }

  private static Difference between(
      @Nullable JsonNode old, JsonNode now, Schema schema, PathElement element, Difference outer) {
    Difference inner = new Difference(new FieldSet(), new FieldSet());
    JsonNode before = old != null && old.getNodeType() == now.getNodeType() ? old : empty(now);
    if (old != null && old.getNodeType() != now.getNodeType()) {
      outer.removed.add(element);
    }
    if (now.isObject()) {
      compare(before, now, schema, inner);
    } else {
      compareItems(before, now, schema, inner);
    }
    return inner;
  }

  private static JsonNode empty(JsonNode like) {
    return like.isObject() ? Json.object() : Json.array();
  }

  private static void gone(
      PathElement element, JsonNode value, Schema schema, Difference difference) {
    difference.removed.add(element);
    if (!isWhole(value, schema)) {
      FieldSet below = new FieldSet();
      descend(value, schema, below);
      difference.removed.childToFill(element).fillFrom(below);
    }
  }
}
