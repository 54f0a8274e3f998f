package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** Establishes custom resource definitions, and takes their objects along when they go. */
final class DefinitionController implements Controller {
  private static final Duration WHILE_EMPTYING = Duration.ofMillis(50);

  private final ClusterAccess cluster;

  DefinitionController(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<Duration> reconcile(KubeObject definition) {
    if (definition.isBeingDeleted()) {
      return remove(definition);
    }
    ObjectNode status =
        definition.at("status") instanceof ObjectNode there ? there.deepCopy() : Json.object();
    String now = cluster.timestamp();
    String accepted = "no conflicts found";
    Conditions.set(status, "NamesAccepted", true, "NoConflicts", accepted, now);
    String established = "the initial names have been accepted";
    Conditions.set(status, "Established", true, "InitialNamesAccepted", established, now);
    status.set("acceptedNames", definition.at("spec", "names").deepCopy());
    ArrayNode stored = status.putArray("storedVersions");
    for (JsonNode version : definition.at("spec", "versions")) {
      if (Json.flag(version, "storage")) {
        stored.add(Json.text(version, "name"));
      }
    }
    if (!definition.at("status").equals(status)) {
      cluster.change(definition, "kube-apiserver", "status", tree -> tree.set("status", status));
    }
    return Optional.empty();
  }

  private Optional<Duration> remove(KubeObject definition) {
    String groupResource =
        definition.text("spec", "names", "plural") + "." + definition.text("spec", "group");
    List<KubeObject> objects =
        cluster.everything().stream()
            .filter(o -> o.kind().has(ResourceKind.Feature.CUSTOM))
            .filter(o -> o.kind().groupResource().equals(groupResource))
            .toList();
    objects.stream().filter(o -> !o.isBeingDeleted()).forEach(cluster::delete);
    if (!objects.isEmpty()) {
      return Optional.of(WHILE_EMPTYING);
    }
    if (definition.finalizers().isEmpty()) {
      cluster.drop(definition);
    }
    return Optional.empty();
  }
}
