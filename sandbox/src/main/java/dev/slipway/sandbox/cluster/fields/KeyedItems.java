package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** The items of a merged list under their keys, in order. */
final class KeyedItems {
  private KeyedItems() {}

  static Map<PathElement, JsonNode> of(JsonNode list, Schema schema) {
    Map<PathElement, JsonNode> items = new LinkedHashMap<>();
    for (JsonNode item : list) {
      PathElement.ofItem(item, schema).ifPresent(element -> items.put(element, item));
    }
    return items;
  }
}
