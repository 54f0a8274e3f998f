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
  private final Map<ObjectId, KubernetesObject> workloads;
  private final Map<String, List<KubernetesObject>> dependents;

  private WorkloadView(int objects) {
    this.workloads = HashMap.newHashMap(objects);
    this.dependents = HashMap.newHashMap(objects);
  }

  /**
   * Makes a view.
   *
   * @param objects workloads, replica sets and pods, in any order
   */
  public WorkloadView(Collection<KubernetesObject> objects) {
    this(objects.size());
    objects.forEach(object -> add(Part.of(object)));
  }

  /** The same of parts: there may be hundreds of them, and a look at them for each change. */
  public static WorkloadView ofParts(Collection<Part> parts) {
    WorkloadView view = new WorkloadView(parts.size());
    parts.forEach(view::add);
    return view;
  }

  private void add(Part part) {
    workloads.put(part.id(), part.object());
    for (String owner : part.owners()) {
      dependents.computeIfAbsent(owner, _ -> new ArrayList<>()).add(part.object());
    }
  }

  /**
   * An object, with what a view needs of it read once.
   *
   * @param owners their UIDs
   */
  public record Part(KubernetesObject object, ObjectId id, List<String> owners) {
    public Part {
      owners = List.copyOf(owners);
    }

    /** Reads it. */
    public static Part of(KubernetesObject object) {
      List<String> owners =
          object.list("metadata", "ownerReferences").stream()
              .flatMap(owner -> Fields.text(owner, "uid").stream())
              .toList();
      return new Part(object, object.id(), owners);
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
