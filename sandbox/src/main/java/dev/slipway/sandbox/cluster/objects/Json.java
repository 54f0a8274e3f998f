package dev.slipway.sandbox.cluster.objects;

import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.MissingNode;
import tools.jackson.databind.node.ObjectNode;

/** Reading and building JSON trees by path; what is absent reads as the fallback. */
public final class Json {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private Json() {}

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  public static ArrayNode array() {
    return JsonNodeFactory.instance.arrayNode();
  }

  public static JsonNode parse(byte[] json) {
    return MAPPER.readTree(json);
  }

  public static JsonNode parse(String json) {
    return MAPPER.readTree(json);
  }

  public static JsonNode parse(InputStream json) {
    return MAPPER.readTree(json);
  }

  public static byte[] write(JsonNode node) {
    return MAPPER.writeValueAsBytes(node);
  }

  public static JsonNode at(JsonNode node, String... path) {
    JsonNode current = node;
    for (String step : path) {
      JsonNode next = current.get(step);
      if (next == null || next.isNull()) {
        return MissingNode.getInstance();
      }
      current = next;
    }
    return current;
  }

  /** Text at the path, or an empty string. */
  public static String text(JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isValueNode() ? found.asString() : "";
  }

  public static int number(int fallback, JsonNode node, String... path) {
    JsonNode found = at(node, path);
    return found.isNumber() ? found.asInt() : fallback;
  }

  public static boolean flag(JsonNode node, String... path) {
    return at(node, path).asBoolean(false);
  }

  public static boolean has(JsonNode node, String... path) {
    return !at(node, path).isMissingNode();
  }

  public static Map<String, String> strings(JsonNode node, String... path) {
    Map<String, String> result = new TreeMap<>();
    at(node, path).properties().forEach(e -> result.put(e.getKey(), e.getValue().asString()));
    return result;
  }

  /** The object at the path, made where it is absent. */
  public static ObjectNode ensure(ObjectNode node, String... path) {
    ObjectNode current = node;
    for (String step : path) {
      current = current.get(step) instanceof ObjectNode next ? next : current.putObject(step);
    }
    return current;
  }

  /** Sets the value unless the field is there. */
  public static void defaultTo(ObjectNode node, String field, String value) {
    if (!has(node, field)) {
      node.put(field, value);
    }
  }

  public static void defaultTo(ObjectNode node, String field, int value) {
    if (!has(node, field)) {
      node.put(field, value);
    }
  }

  public static void defaultTo(ObjectNode node, String field, boolean value) {
    if (!has(node, field)) {
      node.put(field, value);
    }
  }
}
