package dev.slipway.applier.rollout;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.value.ObjectName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Workloads and pods as a cluster shows them, for tests. */
final class Workloads {
  private final List<KubernetesObject> objects = new ArrayList<>();

  static KubernetesObject deployment(int replicas, int updated, int all, int available) {
    return workload("Deployment", replicas)
        .with(
            Map.of(
                "observedGeneration", 2,
                "updatedReplicas", updated,
                "replicas", all,
                "availableReplicas", available),
            "status")
        .with("5", "metadata", "annotations", "deployment.kubernetes.io/revision");
  }

  static KubernetesObject workload(String kind, int replicas) {
    String apiVersion = kind.equals("Job") ? "batch/v1" : "apps/v1";
    return KubernetesObject.named(new ObjectName(apiVersion, kind, "acme", "web"))
        .with("uid-web", "metadata", "uid")
        .with(2, "metadata", "generation")
        .with(replicas, "spec", "replicas")
        .with(
            List.of(Map.of("name", "web", "image", "registry.example/acme/web:2")),
            "spec",
            "template",
            "spec",
            "containers");
  }

  static KubernetesObject condition(
      KubernetesObject object, String type, String status, String reason, String message) {
    List<Map<String, Object>> conditions = new ArrayList<>(object.list("status", "conditions"));
    conditions.add(Map.of("type", type, "status", status, "reason", reason, "message", message));
    return object.with(conditions, "status", "conditions");
  }

  Workloads with(KubernetesObject object) {
    objects.add(object);
    return this;
  }

  Workloads replicaSet(String name, String revision) {
    return with(
        owned("apps/v1", "ReplicaSet", name, "uid-web")
            .with(revision, "metadata", "annotations", "deployment.kubernetes.io/revision"));
  }

  /** A pod whose one container waits for that reason; empty: it runs. */
  Workloads pod(String name, String owner, String waiting, String message) {
    return with(pod(name, owner, waiting, message, "repository@sha256:" + "a".repeat(64)));
  }

  /** So many that run. */
  Workloads pods(String owner, int count) {
    for (int ordinal = 0; ordinal < count; ordinal++) {
      pod("web-" + ordinal, owner, "", "");
    }
    return this;
  }

  static KubernetesObject pod(
      String name, String owner, String waiting, String message, String imageId) {
    Map<String, Object> container = new LinkedHashMap<>();
    container.put("name", "web");
    container.put("image", "registry.example/acme/web:2");
    container.put("imageID", imageId);
    if (!waiting.isEmpty()) {
      container.put("state", Map.of("waiting", Map.of("reason", waiting, "message", message)));
      container.put(
          "lastState", Map.of("terminated", Map.of("exitCode", 137, "reason", "OOMKilled")));
    }
    return owned("v1", "Pod", name, owner).with(List.of(container), "status", "containerStatuses");
  }

  private static KubernetesObject owned(String apiVersion, String kind, String name, String owner) {
    return KubernetesObject.named(new ObjectName(apiVersion, kind, "acme", name))
        .with("uid-" + name, "metadata", "uid")
        .with(List.of(Map.of("uid", owner, "controller", true)), "metadata", "ownerReferences");
  }

  WorkloadView view() {
    return new WorkloadView(objects);
  }
}
