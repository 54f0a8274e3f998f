package dev.slipway.sandbox.cluster.fields;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** JSON merge patch (RFC 7386) and JSON patch (RFC 6902). */
public final class Patches {
  private Patches() {}

  /** The object with the patch laid over it; null takes a field out. */
  public static ObjectNode merge(ObjectNode object, ObjectNode patch) {
    ObjectNode result = object.deepCopy();
    patch
        .properties()
        .forEach(
            e -> {
              String name = e.getKey();
              switch (e.getValue()) {
                case JsonNode value when value.isNull() -> result.remove(name);
                case ObjectNode inner ->
                    result.set(
                        name,
                        merge(
                            result.get(name) instanceof ObjectNode there ? there : Json.object(),
                            inner));
                case JsonNode value -> result.set(name, value.deepCopy());
              }
            });
    return result;
  }

  public static ObjectNode json(ObjectNode object, ArrayNode operations) {
    JsonNode result = object.deepCopy();
    for (JsonNode operation : operations) {
      apply((ObjectNode) result, operation);
    }
    return (ObjectNode) result;
  }

  private static void apply(ObjectNode root, JsonNode operation) {
    String path = Json.text(operation, "path");
    JsonNode value = operation.get("value");
    switch (Json.text(operation, "op")) {
      case "add" -> add(root, path, required(value, path));
      case "replace" -> {
        remove(root, path);
        add(root, path, required(value, path));
      }
      case "remove" -> remove(root, path);
      case "test" -> {
        if (!root.at(path).equals(required(value, path))) {
          throw invalid("testing path " + path + " failed");
        }
      }
      case "copy" -> add(root, path, root.at(Json.text(operation, "from")).deepCopy());
      case "move" -> {
        String from = Json.text(operation, "from");
        JsonNode moved = root.at(from).deepCopy();
        remove(root, from);
        add(root, path, moved);
      }
      default -> throw ApiError.badRequest("unknown JSON patch operation at " + path);
    }
  }

  private static JsonNode required(@Nullable JsonNode value, String path) {
    if (value == null) {
      throw ApiError.badRequest("the JSON patch operation at " + path + " has no value");
    }
    return value;
  }

  private static void add(ObjectNode root, String path, JsonNode value) {
    String last = last(path);
    switch (parent(root, path)) {
      case ObjectNode object -> object.set(last, value);
      case ArrayNode array when last.equals("-") -> array.add(value);
      case ArrayNode array -> array.insert(index(array, last, path), value);
      default -> throw missing(path);
    }
  }

  private static void remove(ObjectNode root, String path) {
    String last = last(path);
    JsonNode removed =
        switch (parent(root, path)) {
          case ObjectNode object -> object.remove(last);
          case ArrayNode array -> array.remove(index(array, last, path));
          default -> null;
        };
    if (removed == null) {
      throw missing(path);
    }
  }

  private static JsonNode parent(ObjectNode root, String path) {
    int slash = path.lastIndexOf('/');
    if (slash < 0) {
      throw ApiError.badRequest("the JSON patch path '" + path + "' is not valid");
    }
    return root.at(path.substring(0, slash));
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1).replace("~1", "/").replace("~0", "~");
  }

  private static int index(ArrayNode array, String step, String path) {
    try {
      int index = Integer.parseInt(step);
      if (index >= 0 && index <= array.size()) {
        return index;
      }
    } catch (NumberFormatException e) {
      throw missing(path);
    }
    throw missing(path);
  }

  private static ApiError missing(String path) {
    return invalid("unable to find the path '" + path + "' of the JSON patch");
  }

  private static ApiError invalid(String message) {
    return ApiError.of(ApiError.Reason.Invalid, "the server rejected our request: " + message);
  }
}
