package dev.slipway.applier.plan;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Concurrently;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Which objects in the cluster belong to the environment, and which of them have left it. */
public final class Membership {

  /**
   * The members of the set.
   *
   * @param kinds of those that are in the cluster
   * @param live as they were listed; empty where they were not
   */
  public record Members(List<KubernetesObject> toPrune, Set<GroupKind> kinds, LiveObjects live) {}

  private final Cluster cluster;
  private final Environment environment;
  private final ApplySet set;
  private final Set<String> owners;
  private final boolean pruneConfirmed;

  /**
   * The membership of an environment.
   *
   * @param owners the ids of its set, and of the set that it takes over
   * @param pruneConfirmed whether more may go than the environment's limit
   */
  public Membership(
      Cluster cluster,
      Environment environment,
      ApplySet set,
      Set<String> owners,
      boolean pruneConfirmed) {
    this.cluster = cluster;
    this.environment = environment;
    this.set = set;
    this.owners = Set.copyOf(owners);
    this.pruneConfirmed = pruneConfirmed;
  }

  /** The ids of the environment's set, and of the set that it takes over, where it does. */
  public static Set<String> owners(Environment environment) {
    String own = new ApplySet(environment.name(), environment.namespace()).id();
    EnvironmentName formerly = environment.formerly();
    return formerly == null
        ? Set.of(own)
        : Set.of(own, new ApplySet(formerly, environment.namespace()).id());
  }

  /**
   * Lists them, where one may have left the environment.
   *
   * @throws RefusedException {@code PATH_ABSENT} where nothing is desired any more; {@code
   *     PRUNE_LIMIT}
   */
  public Members members(
      Optional<ParentRecord> parent, List<DesiredObject> desired, @Nullable Applied known)
      throws InterruptedException {
    Map<ObjectId, KubernetesObject> objects = Applied.objects(desired);
    Set<ObjectId> wanted = objects.keySet();
    LiveObjects live = new LiveObjects(objects, FieldManager.forApplying(environment));
    if (parent.isEmpty() && environment.formerly() == null) {
      return new Members(List.of(), Set.of(), live);
    }
    Set<GroupKind> kinds = parent.map(ParentRecord::kinds).orElseGet(TreeSet::new);
    if (known != null && wanted.containsAll(known.objects().keySet())) {
      return new Members(List.of(), kinds, live);
    }
    wanted.forEach(id -> kinds.add(id.groupKind()));
    Set<String> namespaces = new TreeSet<>(Set.of(set.namespace()));
    parent.ifPresent(p -> namespaces.addAll(p.additionalNamespaces()));
    Optional<ParentRecord> predecessor = predecessor();
    predecessor.ifPresent(p -> kinds.addAll(p.kinds()));
    predecessor.ifPresent(p -> namespaces.addAll(p.additionalNamespaces()));
    list(kinds, namespaces, live);
    Map<ObjectId, KubernetesObject> found = live.found();
    List<KubernetesObject> gone =
        found.values().stream()
            .filter(object -> !wanted.contains(object.id()))
            .filter(object -> Pruning.mayGo(object, environment.rules().prune()))
            .toList();
    if (wanted.isEmpty() && !gone.isEmpty()) {
      throw new RefusedException(
          RolloutFailure.PATH_ABSENT,
          "folder '%s' holds no manifest, but %d objects of environment %s are in the cluster: an"
                  .formatted(environment.path(), gone.size(), environment.name())
              + " environment is not emptied by an empty folder. Delete them by hand, or take the"
              + " environment out of slipway.yaml");
    }
    if (!pruneConfirmed) {
      Pruning.refuseTooMany(environment, gone, found.size());
    }
    Set<GroupKind> kept =
        found.keySet().stream().map(ObjectId::groupKind).collect(Collectors.toSet());
    return new Members(gone, kept, live);
  }

  /** What the environment that this one takes over had; only until it is taken over. */
  private Optional<ParentRecord> predecessor() throws InterruptedException {
    EnvironmentName formerly = environment.formerly();
    return formerly == null
        ? Optional.empty()
        : cluster
            .get(new ApplySet(formerly, environment.namespace()).parent())
            .map(ParentRecord::new);
  }

  private void list(Set<GroupKind> kinds, Set<String> namespaces, LiveObjects live)
      throws InterruptedException {
    for (String owner : owners) {
      Concurrently.map(
          List.copyOf(kinds),
          kind -> cluster.labelled(List.of(kind), namespaces, ApplySet.PART_OF, owner, live));
    }
  }
}
