package dev.slipway.applier;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.WorkloadCheck;
import dev.slipway.applier.rollout.WorkloadView;
import dev.slipway.events.value.ObjectName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/** The controllers and the nodes of the {@link FakeCluster}: each look shows the next step. */
final class FakePods {
  /** By image: what pods report as its digest. */
  final Map<String, String> digests = new HashMap<>();

  private final Set<String> crashing = new HashSet<>();
  private final Set<String> hanging = new HashSet<>();
  private final Map<String, Integer> generations = new HashMap<>();
  private Runnable onLook = () -> {};

  /** Containers of this workload crash. */
  void crash(String workload) {
    crashing.add(workload);
  }

  /** Pods of this workload run, but do not become ready. */
  void hang(String workload) {
    hanging.add(workload);
  }

  void recover(String workload) {
    hanging.remove(workload);
    crashing.remove(workload);
  }

  /** Called at each look of a watch. */
  void onLook(Runnable action) {
    onLook = action;
  }

  /** A pod of that uid ends; another of the same name takes its place. */
  void delete(String uid) {
    generations.computeIfPresent(
        uid.substring(0, Math.max(0, uid.lastIndexOf('#'))), (k, n) -> n + 1);
  }

  WorkloadWatch watch(Supplier<List<KubernetesObject>> objects) {
    return new WorkloadWatch() {
      @Override
      public WorkloadView view() {
        onLook.run();
        List<KubernetesObject> seen = new ArrayList<>();
        for (KubernetesObject object : objects.get()) {
          if (WorkloadCheck.watches(object)) {
            rollOut(object, seen);
          } else {
            seen.add(object);
          }
        }
        return new WorkloadView(seen);
      }

      @Override
      public boolean awaitChange(Duration atMost) {
        return true;
      }

      @Override
      public void close() {}
    };
  }

  private void rollOut(KubernetesObject workload, List<KubernetesObject> seen) {
    long replicas = Fields.number(workload.content(), "spec", "replicas").orElse(1);
    boolean well = !crashing.contains(workload.name()) && !hanging.contains(workload.name());
    long ready = well ? replicas : 0;
    Map<String, Object> status = new HashMap<>();
    status.put("observedGeneration", workload.generation());
    status.put("replicas", replicas);
    status.put("updatedReplicas", replicas);
    status.put("readyReplicas", ready);
    status.put("availableReplicas", ready);
    status.put("currentRevision", "r");
    status.put("updateRevision", "r");
    seen.add(
        workload
            .with(status, "status")
            .with("1", "metadata", "annotations", "deployment.kubernetes.io/revision"));
    String owner = workload.uid();
    if (workload.kind().equals("Deployment")) {
      String deployment = owner;
      owner = workload.uid() + "-set";
      seen.add(
          dependent("apps/v1", "ReplicaSet", workload, workload.name() + "-1", owner, deployment)
              .with("1", "metadata", "annotations", "deployment.kubernetes.io/revision"));
    }
    for (int ordinal = 0; ordinal < replicas; ordinal++) {
      seen.add(pod(workload, ordinal, owner, well));
    }
  }

  private KubernetesObject pod(KubernetesObject workload, int ordinal, String owner, boolean well) {
    String name = workload.name() + "-" + ordinal;
    int life = generations.computeIfAbsent(name, n -> 0);
    boolean crashes = crashing.contains(workload.name());
    List<Map<String, Object>> containers =
        workload.list("spec", "template", "spec", "containers").stream()
            .map(container -> status(container, crashes))
            .toList();
    return dependent("v1", "Pod", workload, name, name + "#" + life, owner)
        .with(containers, "status", "containerStatuses")
        .with(
            List.of(Map.of("type", "Ready", "status", well ? "True" : "False")),
            "status",
            "conditions");
  }

  private Map<String, Object> status(Map<String, Object> container, boolean crashes) {
    String image = Fields.text(container, "image").orElseThrow();
    Map<String, Object> status = new HashMap<>();
    status.put("name", Fields.text(container, "name").orElseThrow());
    status.put("image", image);
    String digest = digests.get(image);
    status.put("imageID", digest == null ? image : image + "@" + digest);
    if (crashes) {
      status.put("state", Map.of("waiting", Map.of("reason", "CrashLoopBackOff")));
      status.put("lastState", Map.of("terminated", Map.of("exitCode", 3, "reason", "Error")));
    }
    return status;
  }

  private static KubernetesObject dependent(
      String apiVersion,
      String kind,
      KubernetesObject workload,
      String name,
      String ownUid,
      String ownerUid) {
    return KubernetesObject.named(new ObjectName(apiVersion, kind, workload.namespace(), name))
        .with(ownUid, "metadata", "uid")
        .with(List.of(Map.of("uid", ownerUid, "controller", true)), "metadata", "ownerReferences");
  }
}
