package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The forms in which a client can ask for objects. */
enum Presentation {
  FULL {
    @Override
    JsonNode one(KubeObject object, ApiRequest request, Clock clock) {
      return object.tree();
    }

    @Override
    ObjectNode list(ResourceKind kind, List<KubeObject> objects, ApiRequest request, Clock clock) {
      ObjectNode list =
          Json.object().put("kind", kind.kind() + "List").put("apiVersion", kind.apiVersion());
      list.putObject("metadata");
      ArrayNode items = list.putArray("items");
      boolean named = kind.has(ResourceKind.Feature.CUSTOM);
      objects.forEach(o -> items.add(named ? o.tree() : withoutKind(o)));
      return list;
    }

    // In lists of built-in kinds a real API server leaves it out.
    private ObjectNode withoutKind(KubeObject object) {
      return Json.object().setAll(object.tree()).without(Set.of("kind", "apiVersion"));
    }
  },
  TABLE {
    @Override
    JsonNode one(KubeObject object, ApiRequest request, Clock clock) {
      ObjectNode table = Table.of(object.kind(), List.of(object), request, clock);
      Json.ensure(table, "metadata").put("resourceVersion", object.resourceVersion());
      return table;
    }

    @Override
    ObjectNode list(ResourceKind kind, List<KubeObject> objects, ApiRequest request, Clock clock) {
      return Table.of(kind, objects, request, clock);
    }
  },
  METADATA {
    @Override
    JsonNode one(KubeObject object, ApiRequest request, Clock clock) {
      ObjectNode partial =
          Json.object().put("kind", "PartialObjectMetadata").put("apiVersion", "meta.k8s.io/v1");
      return partial.set("metadata", object.at("metadata"));
    }

    @Override
    ObjectNode list(ResourceKind kind, List<KubeObject> objects, ApiRequest request, Clock clock) {
      ObjectNode list =
          Json.object()
              .put("kind", "PartialObjectMetadataList")
              .put("apiVersion", "meta.k8s.io/v1");
      list.putObject("metadata");
      ArrayNode items = list.putArray("items");
      objects.forEach(o -> items.add(one(o, request, clock)));
      return list;
    }
  };

  abstract JsonNode one(KubeObject object, ApiRequest request, Clock clock);

  abstract ObjectNode list(
      ResourceKind kind, List<KubeObject> objects, ApiRequest request, Clock clock);

  static Presentation asked(ApiRequest request) {
    String accept = request.header("Accept");
    if (accept.contains("as=Table")) {
      return TABLE;
    }
    return accept.contains("as=PartialObjectMetadata") ? METADATA : FULL;
  }
}
