package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Keeps as many pods of one template as are wanted. */
final class ReplicaSetController implements Controller {
  private static final String COMPONENT = "replicaset-controller";

  /** Those that serve least go first. */
  private static final Comparator<KubeObject> DELETION_ORDER =
      Comparator.comparing(Pods::isReady)
          .thenComparing(Comparator.comparing(KubeObject::created).reversed());

  private final ClusterAccess cluster;

  ReplicaSetController(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<Duration> reconcile(KubeObject set) {
    if (set.isBeingDeleted()) {
      return Optional.empty();
    }
    List<KubeObject> pods = cluster.controlled(set, "Pod").stream().filter(Pods::isActive).toList();
    int wanted = set.number(1, "spec", "replicas");
    Optional<String> failure = Optional.empty();
    try {
      for (int i = pods.size(); i < wanted; i++) {
        create(set);
      }
    } catch (ApiError e) {
      String reason = String.valueOf(e.getMessage());
      failure = Optional.of(reason);
      cluster.events().warning(set, COMPONENT, "FailedCreate", "Error creating: " + reason);
    }
    pods.stream()
        .sorted(DELETION_ORDER)
        .limit(Math.max(0, pods.size() - wanted))
        .forEach(pod -> delete(set, pod));
    return writeStatus(set, failure);
  }

  private void create(KubeObject set) {
    ObjectNode pod = PodTemplate.pod(PodTemplate.of(set.tree()), set);
    Json.ensure(pod, "metadata").put("generateName", set.name() + "-");
    KubeObject created = cluster.create("Pod", set.namespace(), pod);
    cluster.events().normal(set, COMPONENT, "SuccessfulCreate", "Created pod: " + created.name());
  }

  private void delete(KubeObject set, KubeObject pod) {
    cluster.delete(pod);
    cluster.events().normal(set, COMPONENT, "SuccessfulDelete", "Deleted pod: " + pod.name());
  }

  private Optional<Duration> writeStatus(KubeObject set, Optional<String> failure) {
    int minReady = set.number(0, "spec", "minReadySeconds");
    List<KubeObject> pods = cluster.controlled(set, "Pod").stream().filter(Pods::isActive).toList();
    List<Optional<Duration>> waits =
        pods.stream().map(p -> Pods.untilAvailable(p, minReady, cluster.now())).toList();
    ObjectNode status = Json.object().put("replicas", pods.size());
    putUnlessZero(status, "fullyLabeledReplicas", pods.size());
    putUnlessZero(status, "readyReplicas", waits.stream().filter(Optional::isPresent).count());
    putUnlessZero(
        status,
        "availableReplicas",
        waits.stream().filter(w -> w.filter(Duration::isZero).isPresent()).count());
    status.put("observedGeneration", set.generation());
    status.put("terminatingReplicas", terminating(set));
    failure.ifPresent(
        why ->
            Conditions.set(
                keepConditions(set, status),
                "ReplicaFailure",
                true,
                "FailedCreate",
                why,
                cluster.timestamp()));
    cluster.status(set, status);
    Optional<Duration> next =
        waits.stream()
            .flatMap(Optional::stream)
            .filter(Duration::isPositive)
            .min(Duration::compareTo);
    return failure.isPresent() ? Optional.of(Duration.ofSeconds(1)) : next;
  }

  private int terminating(KubeObject set) {
    return (int)
        cluster.ownedBy(set.uid()).stream()
            .filter(p -> p.kind().is("", "Pod") && p.isBeingDeleted())
            .count();
  }

  private static ObjectNode keepConditions(KubeObject set, ObjectNode status) {
    JsonNode conditions = set.at("status", "conditions");
    if (conditions.isArray()) {
      status.set("conditions", conditions.deepCopy());
    }
    return status;
  }

  static void putUnlessZero(ObjectNode status, String field, long count) {
    if (count != 0) {
      status.put(field, Math.toIntExact(count));
    }
  }
}
