package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import dev.slipway.sandbox.cluster.schema.Schemas;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The OpenAPI v3 documents from which kubectl learns that the server checks fields itself. */
final class OpenApi {
  private static final String ROOT = "/openapi/v3";
  private static final List<String> PATCH_PARAMETERS =
      List.of("dryRun", "fieldManager", "fieldValidation", "force");

  private final ResourceKinds kinds;
  private final Schemas schemas;

  OpenApi(ResourceKinds kinds, Schemas schemas) {
    this.kinds = kinds;
    this.schemas = schemas;
  }

  Optional<ObjectNode> at(String path) {
    if (path.equals(ROOT)) {
      return Optional.of(index());
    }
    if (!path.startsWith(ROOT + "/")) {
      return Optional.empty();
    }
    String prefix = path.substring(ROOT.length());
    List<ResourceKind> served = kinds.all().stream().filter(k -> prefix(k).equals(prefix)).toList();
    return served.isEmpty() ? Optional.empty() : Optional.of(document(served));
  }

  private ObjectNode index() {
    ObjectNode index = Json.object();
    ObjectNode paths = index.putObject("paths");
    for (ResourceKind kind : kinds.all()) {
      String url = ROOT + prefix(kind);
      paths.putObject(prefix(kind).substring(1)).put("serverRelativeURL", url);
    }
    return index;
  }

  private static String prefix(ResourceKind kind) {
    return (kind.group().isEmpty() ? "/api/" : "/apis/") + kind.apiVersion();
  }

  private ObjectNode document(List<ResourceKind> served) {
    ObjectNode document = Json.object().put("openapi", "3.0.0");
    document.putObject("info").put("title", "Slipway simulated").put("version", Discovery.VERSION);
    ObjectNode paths = document.putObject("paths");
    ObjectNode components = document.putObject("components").putObject("schemas");
    Set<String> referenced = new TreeSet<>();
    for (ResourceKind kind : served) {
      String scope = kind.namespaced() ? "/namespaces/{namespace}/" : "/";
      ObjectNode object = paths.putObject(prefix(kind) + scope + kind.plural() + "/{name}");
      patchOperation(kind, object.putObject("patch"));
      JsonNode schema = schemas.raw(kind);
      components.set(kind.group() + "." + kind.version() + "." + kind.kind(), schema);
      collect(schema, referenced);
    }
    referenced.forEach(name -> components.set(name, schemas.definitions().get(name)));
    return document;
  }

  private static void patchOperation(ResourceKind kind, ObjectNode operation) {
    operation.put("x-kubernetes-action", "patch");
    operation
        .putObject("x-kubernetes-group-version-kind")
        .put("group", kind.group())
        .put("version", kind.version())
        .put("kind", kind.kind());
    ArrayNode parameters = operation.putArray("parameters");
    for (String name : PATCH_PARAMETERS) {
      ObjectNode parameter = parameters.addObject().put("name", name).put("in", "query");
      parameter.putObject("schema").put("type", "string");
    }
    operation.putObject("responses").putObject("200").put("description", "OK");
  }

  private void collect(JsonNode schema, Set<String> names) {
    JsonNode reference = schema.get("$ref");
    if (reference != null && reference.isString()) {
      String name = reference.asString().substring(reference.asString().lastIndexOf('/') + 1);
      JsonNode definition = schemas.definitions().get(name);
      if (definition != null && names.add(name)) {
        collect(definition, names);
      }
    }
    schema.forEach(inner -> collect(inner, names));
  }
}
