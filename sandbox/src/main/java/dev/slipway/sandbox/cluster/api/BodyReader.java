package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/** Reads JSON and YAML bodies. */
final class BodyReader {
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private BodyReader() {}

  /**
   * @throws ApiError BadRequest when the body can't be read, UnsupportedMediaType for protobuf
   */
  static JsonNode read(byte[] body, String contentType) {
    if (contentType.contains("protobuf")) {
      throw ApiError.of(
          ApiError.Reason.UnsupportedMediaType,
          "the simulated cluster reads JSON and YAML, not " + contentType);
    }
    try {
      return contentType.contains("yaml")
          ? yaml(new String(body, StandardCharsets.UTF_8))
          : Json.parse(body);
    } catch (JacksonException e) {
      throw ApiError.badRequest("error decoding JSON: " + e.getOriginalMessage());
    } catch (YamlEngineException e) {
      throw ApiError.badRequest(
          "error decoding YAML: error converting YAML to JSON: yaml: " + e.getMessage());
    }
  }

  private static JsonNode yaml(String text) {
    LoadSettings settings = LoadSettings.builder().setAllowDuplicateKeys(false).build();
    return node(new Load(settings).loadFromString(text));
  }

  private static JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case Map<?, ?> map -> object(map);
      case Iterable<?> list -> {
        ArrayNode array = NODES.arrayNode();
        list.forEach(item -> array.add(node(item)));
        yield array;
      }
      case Boolean flag -> NODES.booleanNode(flag);
      case Integer number -> NODES.numberNode(number);
      case Long number -> NODES.numberNode(number);
      case BigInteger number -> NODES.numberNode(number);
      case Double number -> NODES.numberNode(number);
      default -> NODES.stringNode(value.toString());
    };
  }

  private static ObjectNode object(Map<?, ?> map) {
    ObjectNode object = NODES.objectNode();
    map.forEach((key, value) -> object.set(String.valueOf(key), node(value)));
    return object;
  }
}
