package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.admission.ObjectWriter;
import dev.slipway.sandbox.cluster.admission.WriteOptions;
import dev.slipway.sandbox.cluster.fields.Patches;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.io.IOException;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** {@code /scale}: the number of replicas alone. */
final class ScaleRoute {
  private final ObjectStore store;
  private final ObjectWriter writer;

  ScaleRoute(ObjectStore store, ObjectWriter writer) {
    this.store = store;
    this.writer = writer;
  }

  void handle(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    if (!kind.has(ResourceKind.Feature.SCALE)) {
      throw ResourceRoutes.noSuchResource();
    }
    KubeObject live =
        store
            .get(kind, path.namespace(), path.name())
            .orElseThrow(() -> ApiError.notFound(kind, path.name()));
    switch (request.method()) {
      case "GET" -> Reply.json(request, 200, scale(live));
      case "PUT" -> set(request, live, request.body());
      case "PATCH" -> set(request, live, patched(request, scale(live)));
      default -> throw ResourceRoutes.notAllowed();
    }
  }

  private static JsonNode patched(ApiRequest request, ObjectNode scale) {
    return switch (request.body()) {
      case ArrayNode operations -> Patches.json(scale, operations);
      case ObjectNode patch -> Patches.merge(scale, patch);
      default -> throw ApiError.badRequest("a scale patch is an object or a list of operations");
    };
  }

  private void set(ApiRequest request, KubeObject live, JsonNode scale) throws IOException {
    int replicas = Json.number(0, scale, "spec", "replicas");
    WriteOptions options = request.writeOptions("scale");
    String version = Json.text(scale, "metadata", "resourceVersion");
    KubeObject changed =
        writer.change(
            live.kind(),
            live.namespace(),
            live.name(),
            object -> {
              Json.ensure(object, "spec").put("replicas", replicas);
              if (!version.isEmpty()) {
                Json.ensure(object, "metadata").put("resourceVersion", version);
              }
              return object;
            },
            options);
    Reply.json(request, 200, scale(changed));
  }

  private static ObjectNode scale(KubeObject object) {
    ObjectNode scale = Json.object().put("kind", "Scale").put("apiVersion", "autoscaling/v1");
    scale
        .putObject("metadata")
        .put("name", object.name())
        .put("namespace", object.namespace())
        .put("uid", object.uid())
        .put("resourceVersion", object.resourceVersion())
        .put("creationTimestamp", object.text("metadata", "creationTimestamp"));
    scale.putObject("spec").put("replicas", object.number(0, "spec", "replicas"));
    String selector =
        Json.strings(object.at("spec", "selector", "matchLabels")).entrySet().stream()
            .map(e -> e.getKey() + "=" + e.getValue())
            .collect(Collectors.joining(","));
    scale
        .putObject("status")
        .put("replicas", object.number(0, "status", "replicas"))
        .put("selector", selector);
    return scale;
  }
}
