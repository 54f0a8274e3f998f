package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Claims that a StatefulSet's pods bring along, and every claim's binding, which is immediate. */
final class VolumeClaims implements Controller {
  private static final String KIND = "PersistentVolumeClaim";

  private final ClusterAccess cluster;

  VolumeClaims(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  void provide(KubeObject set, String pod, ObjectNode podTree) {
    for (JsonNode template : set.at("spec", "volumeClaimTemplates")) {
      String volume = Json.text(template, "metadata", "name");
      String name = volume + "-" + pod;
      if (cluster.find(KIND, set.namespace(), name).isEmpty()) {
        ObjectNode claim = Json.object();
        ObjectNode metadata = claim.putObject("metadata").put("name", name);
        ObjectNode labels = metadata.putObject("labels");
        Json.strings(set.at("spec", "selector", "matchLabels")).forEach(labels::put);
        claim.set("spec", Json.at(template, "spec").deepCopy());
        cluster.create(KIND, set.namespace(), claim);
      }
      ObjectNode spec = Json.ensure(podTree, "spec");
      ArrayNode volumes =
          spec.get("volumes") instanceof ArrayNode there ? there : spec.putArray("volumes");
      volumes.removeIf(v -> Json.text(v, "name").equals(volume));
      ObjectNode source = volumes.addObject().put("name", volume);
      source.putObject("persistentVolumeClaim").put("claimName", name);
    }
  }

  @Override
  public Optional<Duration> reconcile(KubeObject claim) {
    if (claim.isBeingDeleted() || claim.text("status", "phase").equals("Bound")) {
      return Optional.empty();
    }
    ObjectNode status = Json.object().put("phase", "Bound");
    JsonNode modes = claim.at("spec", "accessModes");
    if (modes.isArray()) {
      status.set("accessModes", modes.deepCopy());
    }
    JsonNode size = claim.at("spec", "resources", "requests");
    if (size.isObject()) {
      status.set("capacity", size.deepCopy());
    }
    cluster.status(claim, status);
    return Optional.empty();
  }
}
