package dev.slipway.sandbox.cluster.schema;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The schemas of all kinds: the built-in ones from a resource, custom ones from their definition.
 */
public final class Schemas {
  private static final String RESOURCE = "kubernetes-1.36-schemas.json";
  private static final String OBJECT_META = "io.k8s.apimachinery.pkg.apis.meta.v1.ObjectMeta";

  private final Map<String, JsonNode> definitions = new HashMap<>();
  private final Map<String, JsonNode> byKind = new ConcurrentHashMap<>();

  public Schemas() {
    try (InputStream resource = Schemas.class.getResourceAsStream(RESOURCE)) {
      if (resource == null) {
        throw new IllegalStateException(RESOURCE + " is not in the sandbox's jar");
      }
      Json.parse(resource).properties().forEach(e -> definitions.put(e.getKey(), e.getValue()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    definitions.values().forEach(this::index);
  }

  private void index(JsonNode definition) {
    for (JsonNode kind : Json.at(definition, "x-kubernetes-group-version-kind")) {
      String group = Json.text(kind, "group");
      String version = Json.text(kind, "version");
      String apiVersion = group.isEmpty() ? version : group + "/" + version;
      byKind.put(apiVersion + "/" + Json.text(kind, "kind"), definition);
    }
  }

  public Schema of(ResourceKind kind) {
    return new Schema(definitions, raw(kind));
  }

  /** The kind's schema as OpenAPI. */
  public JsonNode raw(ResourceKind kind) {
    return byKind.getOrDefault(kind.apiVersion() + "/" + kind.kind(), Json.object());
  }

  /** What the schemas refer to, by name. */
  public Map<String, JsonNode> definitions() {
    return definitions;
  }

  /** Takes a custom kind's {@code openAPIV3Schema}. */
  public void define(ResourceKind kind, JsonNode openApi) {
    ObjectNode schema = openApi.isObject() ? (ObjectNode) openApi.deepCopy() : Json.object();
    ObjectNode properties = Json.ensure(schema, "properties");
    properties.putObject("apiVersion").put("type", "string");
    properties.putObject("kind").put("type", "string");
    properties.putObject("metadata").put("$ref", "#/components/schemas/" + OBJECT_META);
    schema
        .putArray("x-kubernetes-group-version-kind")
        .addObject()
        .put("group", kind.group())
        .put("kind", kind.kind())
        .put("version", kind.version());
    byKind.put(kind.apiVersion() + "/" + kind.kind(), schema);
  }

  public void forget(ResourceKind kind) {
    byKind.remove(kind.apiVersion() + "/" + kind.kind());
  }
}
