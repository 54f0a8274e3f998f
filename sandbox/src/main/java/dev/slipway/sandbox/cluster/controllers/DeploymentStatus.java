package dev.slipway.sandbox.cluster.controllers;

import static dev.slipway.sandbox.cluster.controllers.ReplicaSetController.putUnlessZero;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** How far a Deployment's rollout has come, and whether it has run out of time. */
final class DeploymentStatus {
  private static final String PROGRESSING = "Progressing";
  private static final String DONE = "NewReplicaSetAvailable";
  private static final String LATE = "ProgressDeadlineExceeded";

  private final ClusterAccess cluster;

  DeploymentStatus(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  /** A rollout begins: its time counts from now. */
  void begin(KubeObject deployment, String reason, String message) {
    cluster.change(
        deployment,
        "status",
        tree -> progress(Json.ensure(tree, "status"), true, reason, message, cluster.timestamp()));
  }

  private static void progress(
      ObjectNode status, boolean value, String reason, String message, String now) {
    ObjectNode condition = Conditions.set(status, PROGRESSING, value, reason, message, now);
    condition.put("lastUpdateTime", now);
  }

  Optional<Duration> write(KubeObject given, ObjectNode template) {
    KubeObject deployment =
        cluster.find("Deployment", given.namespace(), given.name()).orElse(given);
    List<KubeObject> sets = cluster.controlled(deployment, "ReplicaSet");
    Optional<KubeObject> newest =
        sets.stream().filter(s -> PodTemplate.withoutHash(s.tree()).equals(template)).findFirst();
    int wanted = deployment.number(1, "spec", "replicas");
    int replicas = sum(sets, "replicas");
    int updated = newest.map(s -> s.number(0, "status", "replicas")).orElse(0);
    int available = sum(sets, "availableReplicas");

    ObjectNode status = Json.object().put("observedGeneration", given.generation());
    putUnlessZero(status, "replicas", replicas);
    putUnlessZero(status, "updatedReplicas", updated);
    putUnlessZero(status, "readyReplicas", sum(sets, "readyReplicas"));
    putUnlessZero(status, "availableReplicas", available);
    putUnlessZero(status, "unavailableReplicas", Math.max(0, wanted - available));
    status.put("terminatingReplicas", sum(sets, "terminatingReplicas"));
    JsonNode conditions = deployment.at("status", "conditions");
    if (conditions.isArray()) {
      status.set("conditions", conditions.deepCopy());
    }
    available(deployment, status, wanted, available);
    failure(sets, status);
    boolean complete = updated == wanted && replicas == wanted && available == wanted;
    String name = newest.map(KubeObject::name).orElse(deployment.name());
    Optional<Duration> next = progress(deployment, status, complete, name);
    cluster.status(deployment, status);
    return next;
  }

  private static int sum(List<KubeObject> sets, String field) {
    return sets.stream().mapToInt(s -> s.number(0, "status", field)).sum();
  }

  private void available(KubeObject deployment, ObjectNode status, int wanted, int available) {
    int least =
        deployment.text("spec", "strategy", "type").equals("Recreate")
            ? wanted
            : wanted
                - RollingBudget.of(deployment.at("spec", "strategy", "rollingUpdate"), wanted)
                    .unavailable();
    boolean enough = available >= least;
    String reason = enough ? "MinimumReplicasAvailable" : "MinimumReplicasUnavailable";
    String message = "Deployment " + (enough ? "has" : "does not have") + " minimum availability.";
    boolean same =
        Conditions.find(status, "Available")
            .filter(c -> Json.text(c, "reason").equals(reason))
            .isPresent();
    if (!same) {
      String now = cluster.timestamp();
      Conditions.set(status, "Available", enough, reason, message, now).put("lastUpdateTime", now);
    }
  }

  private void failure(List<KubeObject> sets, ObjectNode status) {
    Optional<JsonNode> failure =
        sets.stream()
            .flatMap(s -> Conditions.find(s.at("status"), "ReplicaFailure").stream())
            .findFirst();
    if (failure.isEmpty()) {
      if (status.get("conditions") instanceof ArrayNode list) {
        list.removeIf(c -> Json.text(c, "type").equals("ReplicaFailure"));
      }
      return;
    }
    String now = cluster.timestamp();
    String reason = Json.text(failure.get(), "reason");
    String message = Json.text(failure.get(), "message");
    String since =
        Conditions.find(status, "ReplicaFailure")
            .map(c -> Json.text(c, "lastUpdateTime"))
            .orElse(now);
    Conditions.set(status, "ReplicaFailure", true, reason, message, now)
        .put("lastUpdateTime", since);
  }

  private Optional<Duration> progress(
      KubeObject deployment, ObjectNode status, boolean complete, String set) {
    JsonNode current = Conditions.find(status, PROGRESSING).orElseGet(Json::object);
    String reason = Json.text(current, "reason");
    String now = cluster.timestamp();
    if (complete) {
      if (!reason.equals(DONE)) {
        String message = "ReplicaSet \"" + set + "\" has successfully progressed.";
        progress(status, true, DONE, message, now);
      }
      return Optional.empty();
    }
    if (reason.equals(DONE) || !Json.has(deployment.tree(), "spec", "progressDeadlineSeconds")) {
      return Optional.empty();
    }
    if (moved(deployment, status)) {
      String message = "ReplicaSet \"" + set + "\" is progressing.";
      progress(status, true, "ReplicaSetUpdated", message, now);
    } else if (reason.equals(LATE)) {
      return Optional.empty();
    }
    return deadline(deployment, status, set);
  }

  private static boolean moved(KubeObject deployment, ObjectNode status) {
    JsonNode before = deployment.at("status");
    int oldBefore = Json.number(0, before, "replicas") - Json.number(0, before, "updatedReplicas");
    int oldNow = Json.number(0, status, "replicas") - Json.number(0, status, "updatedReplicas");
    return grew(before, status, "updatedReplicas")
        || grew(before, status, "readyReplicas")
        || grew(before, status, "availableReplicas")
        || oldNow < oldBefore;
  }

  private static boolean grew(JsonNode before, JsonNode now, String field) {
    return Json.number(0, now, field) > Json.number(0, before, field);
  }

  private Optional<Duration> deadline(KubeObject deployment, ObjectNode status, String set) {
    JsonNode current = Conditions.find(status, PROGRESSING).orElseGet(Json::object);
    String updated = Json.text(current, "lastUpdateTime");
    if (updated.isEmpty() || deployment.at("spec", "paused").asBoolean(false)) {
      return Optional.empty();
    }
    int seconds = deployment.number(600, "spec", "progressDeadlineSeconds");
    Instant end = Instant.parse(updated).plusSeconds(seconds);
    Duration left = Duration.between(cluster.now(), end);
    if (left.isPositive()) {
      return Optional.of(left);
    }
    String message = "ReplicaSet \"" + set + "\" has timed out progressing.";
    progress(status, false, LATE, message, cluster.timestamp());
    return Optional.empty();
  }
}
