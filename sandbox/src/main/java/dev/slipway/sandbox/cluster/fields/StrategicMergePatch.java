package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Kubernetes' own patch: like a merge patch, but lists merge by the key that the schema names.
 *
 * <p>Knows {@code $patch: delete|replace}, {@code $deleteFromPrimitiveList}, {@code $retainKeys}
 * and takes no notice of {@code $setElementOrder}.
 */
public final class StrategicMergePatch {
  private static final String DIRECTIVE = "$patch";
  private static final String RETAIN = "$retainKeys";
  private static final String DELETE_VALUES = "$deleteFromPrimitiveList/";
  private static final String ORDER = "$setElementOrder/";

  private StrategicMergePatch() {}

  public static ObjectNode merge(ObjectNode object, ObjectNode patch, Schema schema) {
    if (Json.text(patch, DIRECTIVE).equals("replace")) {
      ObjectNode replaced = patch.deepCopy();
      replaced.remove(DIRECTIVE);
      return replaced;
    }
    ObjectNode result = object.deepCopy();
    retain(result, patch.get(RETAIN));
    patch.properties().forEach(e -> field(result, e.getKey(), e.getValue(), schema));
    return result;
  }

  private static void retain(ObjectNode object, @Nullable JsonNode keys) {
    if (keys != null) {
      Set<String> kept = keys.valueStream().map(JsonNode::asString).collect(Collectors.toSet());
      List.copyOf(object.propertyNames()).stream()
          .filter(n -> !kept.contains(n))
          .forEach(object::remove);
    }
  }

  private static void field(ObjectNode result, String name, JsonNode value, Schema schema) {
    if (name.startsWith(DELETE_VALUES)) {
      deleteValues(result, name.substring(DELETE_VALUES.length()), value);
      return;
    }
    if (name.equals(RETAIN) || name.startsWith(ORDER)) {
      return;
    }
    Schema type = schema.fieldOrUnknown(name);
    JsonNode there = result.get(name);
    switch (value) {
      case JsonNode none when none.isNull() -> result.remove(name);
      case ObjectNode inner when Json.text(inner, DIRECTIVE).equals("delete") ->
          result.remove(name);
      case ObjectNode inner ->
          result.set(name, merge(there instanceof ObjectNode o ? o : Json.object(), inner, type));
      case ArrayNode items ->
          result.set(name, list(there instanceof ArrayNode a ? a : Json.array(), items, type));
      case JsonNode scalar -> result.set(name, scalar);
    }
  }

  private static void deleteValues(ObjectNode result, String name, JsonNode values) {
    if (result.get(name) instanceof ArrayNode list) {
      list.removeIf(item -> values.valueStream().anyMatch(item::equals));
    }
  }

  private static ArrayNode list(ArrayNode there, ArrayNode patch, Schema schema) {
    if (schema.patchMergesValues()) {
      ArrayNode result = there.deepCopy();
      patch
          .valueStream()
          .filter(v -> result.valueStream().noneMatch(v::equals))
          .forEach(result::add);
      return result;
    }
    Optional<String> key = schema.patchMergeKey();
    boolean replaces = patch.valueStream().anyMatch(i -> Json.text(i, DIRECTIVE).equals("replace"));
    if (key.isEmpty() || replaces) {
      ArrayNode result = Json.array();
      patch.valueStream().filter(i -> !i.has(DIRECTIVE)).forEach(result::add);
      return result;
    }
    ArrayNode result = there.deepCopy();
    for (JsonNode item : patch) {
      item(result, item, key.get(), schema.items());
    }
    return result;
  }

  private static void item(ArrayNode result, JsonNode item, String key, Schema schema) {
    int place = -1;
    for (int i = 0; i < result.size(); i++) {
      if (item.has(key) && item.get(key).equals(result.get(i).get(key))) {
        place = i;
      }
    }
    boolean deletes = Json.text(item, DIRECTIVE).equals("delete");
    if (deletes && place >= 0) {
      result.remove(place);
    } else if (!deletes && item instanceof ObjectNode patch) {
      ObjectNode before =
          place >= 0 && result.get(place) instanceof ObjectNode o ? o : Json.object();
      ObjectNode merged = merge(before, patch, schema);
      if (place >= 0) {
        result.set(place, merged);
      } else {
        result.add(merged);
      }
    }
  }
}
