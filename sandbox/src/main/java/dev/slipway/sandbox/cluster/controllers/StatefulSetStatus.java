package dev.slipway.sandbox.cluster.controllers;

import static dev.slipway.sandbox.cluster.controllers.ReplicaSetController.putUnlessZero;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** How far a StatefulSet has come. */
final class StatefulSetStatus {
  private final ClusterAccess cluster;

  StatefulSetStatus(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  Optional<Duration> write(
      KubeObject set, Map<Integer, KubeObject> byNumber, String current, String update) {
    Collection<KubeObject> pods = byNumber.values();
    int minReady = set.number(0, "spec", "minReadySeconds");
    int wanted = set.number(1, "spec", "replicas");
    long ready = pods.stream().filter(Pods::isReady).count();
    long updated = countOf(pods, update);
    boolean rolling = set.text("spec", "updateStrategy", "type").equals("RollingUpdate");
    boolean complete = rolling && updated == wanted && ready == wanted && pods.size() == wanted;
    ObjectNode status = Json.object().put("observedGeneration", set.generation());
    status.put("replicas", pods.size());
    putUnlessZero(status, "readyReplicas", ready);
    putUnlessZero(status, "currentReplicas", countOf(pods, complete ? update : current));
    putUnlessZero(status, "updatedReplicas", updated);
    status.put("currentRevision", complete ? update : current).put("updateRevision", update);
    status.put("collisionCount", 0);
    long available =
        pods.stream().filter(p -> Pods.isAvailable(p, minReady, cluster.now())).count();
    status.put("availableReplicas", Math.toIntExact(available));
    cluster.status(set, status);
    return pods.stream()
        .flatMap(p -> Pods.untilAvailable(p, minReady, cluster.now()).stream())
        .filter(Duration::isPositive)
        .min(Duration::compareTo);
  }

  private static long countOf(Collection<KubeObject> pods, String revision) {
    return pods.stream()
        .filter(p -> !p.isBeingDeleted())
        .filter(p -> Pods.hasLabel(p, PodTemplate.REVISION_LABEL, revision))
        .count();
  }
}
