package dev.slipway.applier.rollout;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Workloads with their replica sets and pods, at one moment. */
public final class WorkloadView {
  private final Map<ObjectId, KubernetesObject> workloads = new HashMap<>();
  private final Map<String, List<KubernetesObject>> dependents = new HashMap<>();

  /**
   * Makes a view.
   *
   * @param objects workloads, replica sets and pods, in any order
   */
  public WorkloadView(Collection<KubernetesObject> objects) {
    for (KubernetesObject object : objects) {
      workloads.put(object.id(), object);
      for (Map<String, Object> owner : object.list("metadata", "ownerReferences")) {
        Fields.text(owner, "uid")
            .ifPresent(uid -> dependents.computeIfAbsent(uid, u -> new ArrayList<>()).add(object));
      }
    }
  }

  public Optional<KubernetesObject> workload(ObjectId id) {
    return Optional.ofNullable(workloads.get(id));
  }

  /** The pods that belong to this object itself, not to a replica set of it. */
  public List<KubernetesObject> podsOf(KubernetesObject owner) {
    return of(owner, "Pod");
  }

  List<KubernetesObject> replicaSetsOf(KubernetesObject owner) {
    return of(owner, "ReplicaSet");
  }

  private List<KubernetesObject> of(KubernetesObject owner, String kind) {
    return dependents.getOrDefault(owner.uid(), List.of()).stream()
        .filter(object -> object.kind().equals(kind))
        .toList();
  }
}
