package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.fields.PathElement.Field;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The two halves of an apply: laying a configuration over an object, and taking fields out. */
final class Merge {
  private Merge() {}

  static ObjectNode merge(ObjectNode live, ObjectNode wanted, Schema schema) {
    ObjectNode result = live.deepCopy();
    wanted
        .properties()
        .forEach(
            e -> {
              Schema type = schema.fieldOrUnknown(e.getKey());
              result.set(e.getKey(), mergeValue(result.get(e.getKey()), e.getValue(), type));
            });
    return result;
  }

  private static JsonNode mergeValue(@Nullable JsonNode live, JsonNode wanted, Schema schema) {
    if (live instanceof ObjectNode mine && wanted instanceof ObjectNode theirs) {
      return schema.isAtomicMap() ? theirs.deepCopy() : merge(mine, theirs, schema);
    }
    if (live instanceof ArrayNode mine
        && wanted instanceof ArrayNode theirs
        && !schema.isAtomicList()) {
      return mergeItems(mine, theirs, schema);
    }
    return wanted.deepCopy();
  }

  /** Items that only the object has keep their place; shared ones stand in the applied order. */
  private static ArrayNode mergeItems(ArrayNode live, ArrayNode wanted, Schema schema) {
    Map<PathElement, JsonNode> mine = KeyedItems.of(live, schema);
    Map<PathElement, JsonNode> theirs = KeyedItems.of(wanted, schema);
    List<PathElement> mineInOrder = List.copyOf(mine.keySet());
    Map<PathElement, JsonNode> result = new LinkedHashMap<>();
    int next = 0;
    for (PathElement element : theirs.keySet()) {
      int place = mineInOrder.indexOf(element);
      while (next < place) {
        PathElement before = mineInOrder.get(next++);
        if (!theirs.containsKey(before)) {
          result.put(before, mine.get(before));
        }
      }
      JsonNode value = theirs.get(element);
      result.put(element, mergeValue(mine.get(element), value, schema.items()));
    }
    mineInOrder.forEach(element -> result.putIfAbsent(element, mine.get(element)));
    ArrayNode merged = Json.array();
    result.values().forEach(merged::add);
    return merged;
  }

  /** Takes out of the object, in place, what was owned before and is not owned by anyone now. */
  static void prune(ObjectNode object, FieldSet before, FieldSet now, Schema schema) {
    for (PathElement element : before.elements()) {
      if (!(element instanceof Field(String name)) || !object.has(name)) {
        continue;
      }
      Schema type = schema.fieldOrUnknown(name);
      JsonNode value = object.get(name);
      if (!now.names(element)) {
        object.remove(name);
      } else if (value instanceof ObjectNode inner && !FieldWalk.isWhole(inner, type)) {
        prune(inner, before.child(element), now.child(element), type);
      } else if (value instanceof ArrayNode list && !type.isAtomicList()) {
        pruneItems(list, before.child(element), now.child(element), type);
      }
    }
  }

  private static void pruneItems(ArrayNode list, FieldSet before, FieldSet now, Schema schema) {
    Set<PathElement> owned = new LinkedHashSet<>(before.elements());
    for (int i = list.size() - 1; i >= 0; i--) {
      JsonNode item = list.get(i);
      PathElement element = PathElement.ofItem(item, schema).orElse(null);
      if (element == null || !owned.contains(element)) {
        continue;
      }
      if (!now.names(element)) {
        list.remove(i);
      } else if (item instanceof ObjectNode inner) {
        prune(inner, before.child(element), now.child(element), schema.items());
      }
    }
  }
}
