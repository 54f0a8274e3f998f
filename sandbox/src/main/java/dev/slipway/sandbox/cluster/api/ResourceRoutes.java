package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.admission.ObjectRemover;
import dev.slipway.sandbox.cluster.admission.ObjectWriter;
import dev.slipway.sandbox.cluster.admission.WriteOptions;
import dev.slipway.sandbox.cluster.fields.Patches;
import dev.slipway.sandbox.cluster.fields.StrategicMergePatch;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.ApiError.Cause;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The verbs on objects and collections of one kind. */
final class ResourceRoutes {
  private static final Set<String> PATCH_TYPES =
      Set.of(
          "application/json-patch+json",
          "application/merge-patch+json",
          "application/strategic-merge-patch+json");

  private final ObjectStore store;
  private final ObjectWriter writer;
  private final Deletions deletions;
  private final ScaleRoute scale;
  private final LogRoute logs;
  private final Clock clock;

  ResourceRoutes(
      ObjectStore store, ObjectWriter writer, ObjectRemover remover, PodLogs logs, Clock clock) {
    this.store = store;
    this.writer = writer;
    this.deletions = new Deletions(store, remover);
    this.scale = new ScaleRoute(store, writer);
    this.logs = new LogRoute(store, logs);
    this.clock = clock;
  }

  void handle(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    if (kind.namespaced() && path.namespace().isEmpty() && !path.name().isEmpty()) {
      throw noSuchResource();
    }
    switch (path.subresource()) {
      case "" -> object(request, kind, path);
      case "scale" -> scale.handle(request, kind, path);
      case "log" -> logs.handle(request, kind, path);
      case "status" -> {
        if (!kind.has(ResourceKind.Feature.STATUS)) {
          throw noSuchResource();
        }
        object(request, kind, path);
      }
      default -> throw noSuchResource();
    }
  }

  static ApiError noSuchResource() {
    return ApiError.of(
        ApiError.Reason.NotFound, "the server could not find the requested resource");
  }

  private void object(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    switch (ApiVerb.of(request, path)) {
      case "get" -> one(request, existing(kind, path), 200);
      case "list" -> list(request, kind, path);
      case "watch" -> watch(request, kind, path);
      case "create" -> create(request, kind, path);
      case "update" -> update(request, kind, path);
      case "patch" -> patch(request, kind, path);
      case "delete" -> deletions.one(request, kind, path);
      default -> deletions.collection(request, Selection.of(kind, path, request));
    }
  }

  private KubeObject existing(ResourceKind kind, ResourcePath path) {
    return store
        .get(kind, path.namespace(), path.name())
        .map(o -> o.in(kind))
        .orElseThrow(() -> ApiError.notFound(kind, path.name()));
  }

  private void one(ApiRequest request, KubeObject object, int code) throws IOException {
    Reply.json(request, code, Presentation.asked(request).one(object, request, clock));
  }

  private void list(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    Selection selection = Selection.of(kind, path, request);
    ObjectNode list =
        store.together(
            () -> {
              List<KubeObject> objects =
                  store.list(kind, path.namespace()).stream()
                      .filter(selection::includes)
                      .map(o -> o.in(kind))
                      .toList();
              ObjectNode shown = Presentation.asked(request).list(kind, objects, request, clock);
              Json.ensure(shown, "metadata")
                  .put("resourceVersion", Long.toString(store.resourceVersion()));
              return shown;
            });
    Reply.json(request, 200, list);
  }

  private void watch(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    if (request.header("Upgrade").equalsIgnoreCase("websocket")) {
      // Clients that prefer a WebSocket take this as "not here" and watch over plain HTTP.
      Reply.text(request.exchange(), 200, "");
      return;
    }
    new WatchStream(store, clock, request, Selection.of(kind, path, request)).run();
  }

  private void create(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    if (!path.name().isEmpty()) {
      throw notAllowed();
    }
    ObjectNode body = objectBody(request, kind, path);
    String namespace = path.namespace();
    if (kind.namespaced() && namespace.isEmpty()) {
      throw notAllowed();
    }
    one(request, writer.create(kind, namespace, body, request.writeOptions("")), 201);
  }

  private void update(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    ObjectNode body = objectBody(request, kind, path);
    WriteOptions options = request.writeOptions(path.subresource());
    one(request, writer.replace(kind, path.namespace(), path.name(), body, options), 200);
  }

  private void patch(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    WriteOptions options = request.writeOptions(path.subresource());
    String type = request.contentType();
    if (type.equals("application/apply-patch+yaml") || type.equals("application/apply-patch")) {
      apply(request, kind, path);
      return;
    }
    if (!PATCH_TYPES.contains(type)) {
      throw unsupported(type);
    }
    JsonNode patch = request.body();
    KubeObject changed =
        writer.change(
            kind, path.namespace(), path.name(), live -> patched(kind, live, patch, type), options);
    one(request, changed, 200);
  }

  private ObjectNode patched(ResourceKind kind, ObjectNode live, JsonNode patch, String type) {
    if (type.equals("application/json-patch+json") && patch instanceof ArrayNode operations) {
      return Patches.json(live, operations);
    }
    if (!(patch instanceof ObjectNode object)) {
      throw unsupported(type);
    }
    if (type.equals("application/merge-patch+json")) {
      return Patches.merge(live, object);
    }
    boolean custom = kind.has(ResourceKind.Feature.CUSTOM);
    if (type.equals("application/strategic-merge-patch+json") && !custom) {
      return StrategicMergePatch.merge(live, object, writer.schemaOf(kind));
    }
    throw unsupported(type);
  }

  private static ApiError unsupported(String type) {
    String message =
        "the body of the request was in an unknown format - accepted media types include:"
            + " application/json-patch+json, application/merge-patch+json,"
            + " application/apply-patch+yaml; got "
            + type;
    return ApiError.of(ApiError.Reason.UnsupportedMediaType, message);
  }

  private void apply(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    if (request.query("fieldManager").isEmpty()) {
      String message = "Required value: is required for apply patch";
      ResourceKind options =
          new ResourceKind(
              "meta.k8s.io", "v1", "PatchOptions", "", "", false, List.of(), List.of(), Set.of());
      throw ApiError.invalid(
          options, "", List.of(new Cause("FieldValueRequired", message, "fieldManager")));
    }
    ObjectNode wanted = asObject(BodyReader.read(request.rawBody(), "yaml"), kind);
    checkNames(wanted, kind, path);
    Json.ensure(wanted, "metadata").put("name", path.name());
    if (kind.namespaced()) {
      Json.ensure(wanted, "metadata").put("namespace", path.namespace());
    }
    if (Json.has(wanted, "metadata", "managedFields")) {
      throw ApiError.badRequest("metadata.managedFields must be nil");
    }
    WriteOptions options = request.writeOptions(path.subresource());
    ObjectWriter.Written written =
        writer.apply(kind, path.namespace(), path.name(), wanted, options);
    one(request, written.object(), written.created() ? 201 : 200);
  }

  private static ObjectNode objectBody(ApiRequest request, ResourceKind kind, ResourcePath path) {
    ObjectNode body = asObject(request.body(), kind);
    checkNames(body, kind, path);
    return body;
  }

  private static ObjectNode asObject(JsonNode body, ResourceKind kind) {
    if (!(body instanceof ObjectNode object)) {
      throw ApiError.badRequest(
          "the object provided is unrecognized (must be of type " + kind.kind() + ")");
    }
    String apiVersion = Json.text(object, "apiVersion");
    String given = Json.text(object, "kind");
    if (apiVersion.isEmpty() && given.isEmpty()) {
      return object.put("apiVersion", kind.apiVersion()).put("kind", kind.kind());
    }
    if (!given.equals(kind.kind()) || !apiVersion.equals(kind.apiVersion())) {
      throw ApiError.badRequest(
          ("the API version or kind in the data (%s, Kind=%s) does not match the expected %s,"
                  + " Kind=%s")
              .formatted(apiVersion, given, kind.apiVersion(), kind.kind()));
    }
    return object;
  }

  private static void checkNames(ObjectNode body, ResourceKind kind, ResourcePath path) {
    String namespace = Json.text(body, "metadata", "namespace");
    if (kind.namespaced() && !namespace.isEmpty() && !namespace.equals(path.namespace())) {
      throw ApiError.badRequest(
          "the namespace of the provided object does not match the namespace sent on the request");
    }
    String name = Json.text(body, "metadata", "name");
    if (!path.name().isEmpty() && !name.isEmpty() && !name.equals(path.name())) {
      throw ApiError.badRequest(
          "the name of the object (%s) does not match the name on the URL (%s)"
              .formatted(name, path.name()));
    }
  }

  static ApiError notAllowed() {
    return ApiError.of(
        ApiError.Reason.MethodNotAllowed,
        "the server does not allow this method on the requested resource");
  }
}
