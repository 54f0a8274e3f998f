package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.admission.ObjectRemover;
import dev.slipway.sandbox.cluster.admission.ObjectRemover.Propagation;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.io.IOException;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** DELETE on an object and on a collection. */
final class Deletions {
  private final ObjectStore store;
  private final ObjectRemover remover;

  Deletions(ObjectStore store, ObjectRemover remover) {
    this.store = store;
    this.remover = remover;
  }

  void one(ApiRequest request, ResourceKind kind, ResourcePath path) throws IOException {
    KubeObject before =
        store
            .get(kind, path.namespace(), path.name())
            .orElseThrow(() -> ApiError.notFound(kind, path.name()));
    Optional<KubeObject> leaving =
        remover.delete(kind, path.namespace(), path.name(), asked(request));
    Reply.json(request, 200, leaving.map(KubeObject::tree).orElseGet(() -> success(kind, before)));
  }

  void collection(ApiRequest request, Selection selection) throws IOException {
    ObjectRemover.Request asked = asked(request);
    List<KubeObject> objects =
        store.list(selection.kind(), selection.namespace()).stream()
            .filter(selection::includes)
            .toList();
    for (KubeObject object : objects) {
      remover.delete(selection.kind(), object.namespace(), object.name(), asked);
    }
    ObjectNode list = Presentation.FULL.list(selection.kind(), objects, request, Clock.systemUTC());
    Reply.json(request, 200, list);
  }

  private static ObjectNode success(ResourceKind kind, KubeObject gone) {
    ObjectNode status = Json.object().put("kind", "Status").put("apiVersion", "v1");
    status.putObject("metadata");
    status.put("status", "Success");
    ObjectNode details = status.putObject("details").put("name", gone.name());
    if (!kind.group().isEmpty()) {
      details.put("group", kind.group());
    }
    details.put("kind", kind.plural()).put("uid", gone.uid());
    return status;
  }

  private static ObjectRemover.Request asked(ApiRequest request) {
    JsonNode options = request.hasBody() ? request.body() : Json.object();
    String propagation = either(request, options, "propagationPolicy");
    boolean orphans = Json.flag(options, "orphanDependents");
    String grace = either(request, options, "gracePeriodSeconds");
    boolean dryRun =
        request.query("dryRun").equals("All")
            || Json.at(options, "dryRun").valueStream().anyMatch(v -> v.asString().equals("All"));
    return new ObjectRemover.Request(
        Optional.of(Json.text(options, "preconditions", "uid")).filter(t -> !t.isEmpty()),
        Optional.of(Json.text(options, "preconditions", "resourceVersion"))
            .filter(t -> !t.isEmpty()),
        switch (propagation) {
          case "Foreground" -> Propagation.Foreground;
          case "Orphan" -> Propagation.Orphan;
          default -> orphans ? Propagation.Orphan : Propagation.Background;
        },
        grace.isEmpty() ? Optional.empty() : Optional.of(Integer.parseInt(grace)),
        dryRun);
  }

  private static String either(ApiRequest request, JsonNode options, String name) {
    String inBody = Json.text(options, name);
    return inBody.isEmpty() ? request.query(name) : inBody;
  }
}
