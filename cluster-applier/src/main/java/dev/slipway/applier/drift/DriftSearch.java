package dev.slipway.applier.drift;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Concurrently;
import dev.slipway.applier.FieldConflict;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.Differences;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.LiveFields;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.plan.LiveObjects;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.events.Environment;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.RolloutFailure;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds what differs from what was applied: one list per kind, whose managed fields tell which
 * objects are as they were left; only the others are tried.
 *
 * <p>What a controller owns is no drift, and neither is what nobody declared.
 */
public final class DriftSearch {
  private static final Set<String> PODS_OWNERS =
      Set.of(
          "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "ReplicationController",
          "Pod",
          "Job",
          "CronJob");

  private final Cluster cluster;
  private final Environment environment;
  private final ApplySet set;
  private final Map<ObjectId, String> clean;

  /**
   * A search.
   *
   * @param clean versions of objects that were tried and did not differ, though it looked so
   */
  public DriftSearch(
      Cluster cluster, Environment environment, ApplySet set, Map<ObjectId, String> clean) {
    this.cluster = cluster;
    this.environment = environment;
    this.set = set;
    this.clean = clean;
  }

  /**
   * What differs.
   *
   * @param declared every object of the environment
   */
  public List<Drift> drifts(Map<ObjectId, KubernetesObject> declared, ParentRecord parent)
      throws InterruptedException {
    LiveObjects live = new LiveObjects(declared, FieldManager.forApplying(environment));
    Set<GroupKind> kinds =
        declared.keySet().stream()
            .map(ObjectId::groupKind)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> namespaces = new TreeSet<>(parent.additionalNamespaces());
    namespaces.add(set.namespace());
    Concurrently.map(
        List.copyOf(kinds),
        kind -> cluster.labelled(List.of(kind), namespaces, ApplySet.PART_OF, set.id(), live));
    List<KubernetesObject> suspects =
        declared.values().stream()
            .filter(object -> !live.isSettled(object.id()))
            .filter(object -> !isKnownClean(live.found().get(object.id())))
            .sorted(Comparator.comparing(object -> object.id().toString()))
            .toList();
    return Concurrently.map(suspects, this::examine).stream().flatMap(Optional::stream).toList();
  }

  private boolean isKnownClean(@Nullable KubernetesObject live) {
    return live != null && version(live).equals(clean.get(live.id()));
  }

  private Optional<Drift> examine(KubernetesObject declared) throws InterruptedException {
    Optional<KubernetesObject> live = cluster.get(declared.objectName());
    if (live.isEmpty()) {
      return gone(declared);
    }
    if (Fields.has(live.get().content(), "metadata", "deletionTimestamp")) {
      return Optional.empty(); // Once it is gone, it is missing.
    }
    Optional<Drift> drift = compare(declared, live.get());
    if (drift.isEmpty()) {
      clean.put(declared.id(), version(live.get()));
    }
    return drift;
  }

  /** A job that has ended may clean up after itself; run again it would do its work twice. */
  private Optional<Drift> gone(KubernetesObject declared) {
    ObjectChange change =
        new ObjectChange(declared.objectName(), ObjectChange.Action.CREATED, List.of());
    Drift drift =
        new Drift(declared, FieldManager.forApplying(environment), change, Set.of(), false, null);
    if (!declared.kind().equals("Job")) {
      return Optional.of(drift);
    }
    return Fields.has(declared.content(), "spec", "ttlSecondsAfterFinished")
        ? Optional.empty()
        : Optional.of(drift.left("a job that was deleted is not run again by itself"));
  }

  private Optional<Drift> compare(KubernetesObject declared, KubernetesObject live)
      throws InterruptedException {
    Optional<String> owner = ApplySet.of(live).filter(other -> !other.equals(set.id()));
    if (owner.isPresent()) {
      return Optional.of(
          drift(declared, FieldManager.APPLY, live, List.of("metadata.labels"), lastWriters(live))
              .left("it belongs to another environment by now"));
    }
    FieldManager manager = FieldManager.forApplying(environment);
    try {
      List<String> fields = Differences.between(live, cluster.dryRun(declared, FieldManager.APPLY));
      return fields.isEmpty()
          ? Optional.empty()
          : Optional.of(drift(declared, manager, live, fields, lastWriters(live)));
    } catch (RefusedException e) {
      return e.reason() == RolloutFailure.CONFLICT && !e.conflicts().isEmpty()
          ? contested(declared, live, e.conflicts())
          : Optional.of(
              drift(declared, manager, live, List.of(), lastWriters(live))
                  .left(String.valueOf(e.getMessage())));
    }
  }

  /** Other managers have taken fields: people's are taken back, controllers' are left. */
  private Optional<Drift> contested(
      KubernetesObject declared, KubernetesObject live, List<FieldConflict> conflicts)
      throws InterruptedException {
    KubernetesObject wanted = declared;
    Set<String> by = new TreeSet<>();
    Set<String> strangers = new TreeSet<>();
    for (FieldConflict conflict : conflicts) {
      if (conflict.isOfPerson()
          || (environment.rules().force() && !conflict.isKeptByController())) {
        by.add(conflict.manager());
        continue;
      }
      Optional<KubernetesObject> kept = LiveFields.copy(live, wanted, conflict.field());
      if (!conflict.isKeptByController() || kept.isEmpty()) {
        strangers.add(conflict.manager());
      }
      wanted = kept.orElse(wanted);
    }
    List<String> fields =
        Differences.between(live, cluster.dryRun(wanted, FieldManager.APPLY_FORCED));
    if (fields.isEmpty() && !strangers.isEmpty()) {
      List<String> theirs = conflicts.stream().map(c -> c.field().substring(1)).toList();
      return Optional.of(
          drift(declared, FieldManager.APPLY_FORCED, live, theirs, strangers)
              .left(
                  String.join(", ", strangers)
                      + " keeps fields that the files declare: take them out of the files, or take"
                      + " them with 'apply: {force: true}' in slipway.yaml"));
    }
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(drift(wanted, FieldManager.APPLY_FORCED, live, fields, by));
  }

  private static Drift drift(
      KubernetesObject object,
      FieldManager manager,
      KubernetesObject live,
      List<String> fields,
      Set<String> by) {
    ObjectChange change =
        new ObjectChange(object.objectName(), ObjectChange.Action.CHANGED, fields);
    boolean mayOwnPods = PODS_OWNERS.contains(live.kind()) || isCustom(live.apiVersion());
    boolean stopsPods = mayOwnPods && fields.stream().anyMatch(field -> field.startsWith("spec"));
    return new Drift(object, manager, change, by, stopsPods, null);
  }

  private static boolean isCustom(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return group.contains(".") && !group.endsWith(".k8s.io");
  }

  /** Who wrote last, apart from us and from those who only tell the object's state. */
  private static Set<String> lastWriters(KubernetesObject live) {
    return live.list("metadata", "managedFields").stream()
        .filter(entry -> Fields.text(entry, "subresource").filter("status"::equals).isEmpty())
        .filter(
            entry ->
                Fields.text(entry, "manager")
                    .filter(manager -> !manager.equals(FieldManager.APPLY.value()))
                    .filter(manager -> !manager.equals(FieldManager.RESTART.value()))
                    .filter(manager -> !manager.equals("kube-controller-manager"))
                    .isPresent())
        .max(Comparator.comparing(entry -> Fields.text(entry, "time").orElse("")))
        .flatMap(entry -> Fields.text(entry, "manager"))
        .map(Set::of)
        .orElse(Set.of());
  }

  private static String version(KubernetesObject live) {
    return live.text("metadata", "resourceVersion").orElse("?");
  }

  /** A place for {@link #DriftSearch clean versions}. */
  public static Map<ObjectId, String> nothingKnown() {
    return new ConcurrentHashMap<>();
  }
}
