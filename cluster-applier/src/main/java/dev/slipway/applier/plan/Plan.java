package dev.slipway.applier.plan;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.value.ObjectChange;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What is to be done for a revision. Making it wrote nothing.
 *
 * @param parent absent: the environment is to be set up first
 * @param desired every object of the environment, in its namespace, as a member of its set
 * @param changes what differs from the cluster, as far as it was compared
 * @param pruned members that are desired no more
 * @param restarts workloads whose pods are to be restarted
 * @param members every kind that members were found of, beside those desired
 * @param liveGenerations of the workloads that were compared
 */
public record Plan(
    ApplySet set,
    Optional<ParentRecord> parent,
    List<DesiredObject> desired,
    List<PlannedChange> changes,
    List<KubernetesObject> pruned,
    List<PlannedRestart> restarts,
    Set<GroupKind> members,
    Map<ObjectId, Long> liveGenerations) {

  /**
   * An object that is written.
   *
   * @param change what people are told
   * @param replaces the uid of the object that is deleted first; absent: none is
   * @param tried whether the cluster said that it would take it
   */
  public record PlannedChange(
      DesiredObject desired, ObjectChange change, @Nullable String replaces, boolean tried) {
    PlannedChange(DesiredObject desired, ObjectChange change) {
      this(desired, change, null, true);
    }

    static PlannedChange untried(DesiredObject desired, List<String> fields) {
      return new PlannedChange(
          desired,
          new ObjectChange(desired.object().objectName(), ObjectChange.Action.CHANGED, fields),
          null,
          false);
    }

    /** Whether new pods come of it by itself. */
    boolean replacesPods() {
      return change.action() == ObjectChange.Action.CREATED
          || change.fields().stream().anyMatch(f -> f.startsWith("spec.template"));
    }
  }

  /**
   * A workload whose pods are restarted.
   *
   * @param workload as it is in the cluster
   * @param marks the restarts' ids, as they are written on it
   */
  public record PlannedRestart(KubernetesObject workload, Set<String> marks) {}

  public boolean isEmpty() {
    return changes.isEmpty() && pruned.isEmpty() && restarts.isEmpty();
  }

  /** Whether no pod starts or stops by it, as far as can be told from what is changed. */
  public boolean sparesPods() {
    return restarts.isEmpty()
        && changes.stream().allMatch(PodSafety::sparesPods)
        && pruned.stream().allMatch(PodSafety::isWithoutPods);
  }

  /** What people are told when it begins. */
  public List<ObjectChange> announced() {
    Stream<ObjectChange> deleted =
        Stream.concat(
                changes.stream()
                    .filter(change -> change.replaces() != null)
                    .map(change -> change.desired().object()),
                pruned.stream())
            .map(
                object ->
                    new ObjectChange(object.objectName(), ObjectChange.Action.DELETED, List.of()));
    return Stream.concat(changes.stream().map(PlannedChange::change), deleted).toList();
  }

  public Set<GroupKind> kinds() {
    Set<GroupKind> kinds = new TreeSet<>(members);
    desired.forEach(d -> kinds.add(d.object().id().groupKind()));
    return kinds;
  }

  /** Namespaces that hold objects, beside the parent's own. */
  public Set<String> additionalNamespaces() {
    Set<String> namespaces = new TreeSet<>();
    parent.ifPresent(p -> namespaces.addAll(p.additionalNamespaces()));
    for (DesiredObject one : desired) {
      String namespace = one.object().namespace();
      if (namespace != null) {
        namespaces.add(namespace);
      }
    }
    namespaces.remove(set.namespace());
    return namespaces;
  }
}
