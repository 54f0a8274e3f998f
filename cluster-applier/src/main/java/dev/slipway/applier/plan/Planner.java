package dev.slipway.applier.plan;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Concurrently;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.Differences;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.object.Stage;
import dev.slipway.applier.plan.Plan.PlannedChange;
import dev.slipway.applier.plan.Plan.PlannedRestart;
import dev.slipway.applier.rollout.WorkloadCheck;
import dev.slipway.events.Environment;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds out what a revision changes, and whether the cluster would take it: by dry-run, so that
 * nothing is written where anything would be refused, and unchanged objects cost no write.
 *
 * <p>Not tried, where no guard holds the environment: workloads that are live as they were applied
 * last, and of which nothing but images moved. One that is refused all the same (by a webhook) is
 * told once the others are written.
 */
public final class Planner {
  private static final int MANY = 4;
  private static final String TRIED_NAME = "slipway-tries-to-make-it-anew";

  private final Cluster cluster;
  private final Environment environment;
  private final Revision revision;
  private final boolean pruneConfirmed;
  private final ApplySet set;
  private final Set<String> owners;
  private final Set<String> namespacesToCome = new HashSet<>();
  private final Set<GroupKind> kindsToCome = new HashSet<>();
  private final Map<ObjectId, Long> liveGenerations = new HashMap<>();
  private final Newcomers newcomers = new Newcomers();

  public Planner(
      Cluster cluster, Environment environment, Revision revision, boolean pruneConfirmed) {
    this.pruneConfirmed = pruneConfirmed;
    this.cluster = cluster;
    this.environment = environment;
    this.revision = revision;
    this.set = new ApplySet(environment.name(), environment.namespace());
    this.owners = Membership.owners(environment);
  }

  /** What the cluster records of the environment; empty where it was never set up. */
  public Optional<ParentRecord> parent() throws InterruptedException {
    return cluster.get(set.parent()).map(ParentRecord::new);
  }

  /**
   * Compares.
   *
   * @param known what need not be looked at again
   * @throws RefusedException for whatever speaks against applying this
   */
  public Plan plan(
      Optional<ParentRecord> parent,
      List<DesiredObject> declared,
      List<Restart> restarts,
      @Nullable Applied known)
      throws InterruptedException {
    parent.ifPresentOrElse(this::refuseOlder, () -> {});
    if (parent.isEmpty()) {
      refuseUnlessCreate();
    }
    List<DesiredObject> desired = DesiredState.of(declared, cluster, set);
    Membership.Members members =
        new Membership(cluster, environment, set, owners, pruneConfirmed)
            .members(parent, desired, known);
    if (known != null && environment.guard() == null) {
      members.live().compareWith(known.objects());
    }
    List<PlannedChange> changes = changes(desired, known, members.live());
    return new Plan(
        set,
        parent,
        desired,
        changes,
        members.toPrune(),
        restarts(desired, changes, restarts),
        members.kinds(),
        liveGenerations);
  }

  private void refuseOlder(ParentRecord parent) {
    parent
        .sequence()
        .filter(recorded -> recorded.isAfter(revision.sequence()))
        .ifPresent(
            recorded -> {
              throw new RefusedException(
                  RolloutFailure.OUTDATED,
                  "%s records revision %s, which is newer than %s: nothing was written"
                      .formatted(set.parent().describe(), recorded, revision.sequence()));
            });
  }

  private void refuseUnlessCreate() throws InterruptedException {
    boolean missing = SetUp.lacksNamespace(cluster, environment.namespace());
    if (missing) {
      namespacesToCome.add(environment.namespace());
    }
    if (!environment.create()) {
      throw new RefusedException(
          RolloutFailure.ENVIRONMENT_ABSENT,
          "environment %s was never set up in cluster %s: %s%s is missing. Set it up once: slipway environment create %s; or say"
                  .formatted(
                      environment.name(),
                      environment.cluster(),
                      missing ? "namespace " + environment.namespace() + " with " : "",
                      set.parent().describe(),
                      environment.name())
              + " 'create: true' in slipway.yaml");
    }
  }

  private List<PlannedChange> changes(
      List<DesiredObject> desired, @Nullable Applied known, LiveObjects live)
      throws InterruptedException {
    Map<Stage, List<DesiredObject>> byStage =
        desired.stream()
            .filter(one -> known == null || !known.holds(one))
            .collect(Collectors.groupingBy(one -> Stage.of(one.object())));
    if (known != null) {
      listWhereManyAre(byStage.values().stream().flatMap(List::stream).toList(), live);
    }
    List<PlannedChange> changes = new ArrayList<>();
    // What a namespace or a definition brings cannot be tried before that is there.
    compare(byStage.getOrDefault(Stage.NAMESPACES, List.of()), live, changes);
    compare(byStage.getOrDefault(Stage.DEFINITIONS, List.of()), live, changes);
    for (PlannedChange change : changes) {
      noteWhatComes(change);
    }
    compare(
        byStage.entrySet().stream()
            .filter(e -> e.getKey() != Stage.NAMESPACES && e.getKey() != Stage.DEFINITIONS)
            .sorted(Map.Entry.comparingByKey())
            .flatMap(e -> e.getValue().stream())
            .toList(),
        live,
        changes);
    return changes;
  }

  /** Of many objects of one kind in one namespace, one list costs less than a look at each. */
  private void listWhereManyAre(List<DesiredObject> toCompare, LiveObjects live)
      throws InterruptedException {
    record Place(GroupKind kind, String namespace) {}
    Map<Place, Long> places =
        toCompare.stream()
            .map(DesiredObject::object)
            .filter(object -> object.namespace() != null)
            .collect(
                Collectors.groupingBy(
                    object ->
                        new Place(object.id().groupKind(), String.valueOf(object.namespace())),
                    Collectors.counting()));
    List<Place> many =
        places.entrySet().stream()
            .filter(place -> place.getValue() >= MANY)
            .map(Map.Entry::getKey)
            .toList();
    Concurrently.map(
        many,
        place ->
            cluster.labelled(
                List.of(place.kind()),
                Set.of(place.namespace()),
                ApplySet.PART_OF,
                set.id(),
                live));
  }

  private void noteWhatComes(PlannedChange change) {
    if (change.change().action() != ObjectChange.Action.CREATED) {
      return;
    }
    KubernetesObject object = change.desired().object();
    if (object.kind().equals("Namespace")) {
      namespacesToCome.add(object.name());
    } else {
      kindsToCome.add(
          new GroupKind(
              object.text("spec", "group").orElse(""),
              object.text("spec", "names", "kind").orElse("")));
    }
  }

  private void compare(List<DesiredObject> desired, LiveObjects listed, List<PlannedChange> changes)
      throws InterruptedException {
    List<Compared> compared =
        Concurrently.map(
            desired,
            one -> {
              if (cannotBeTried(one.object())) {
                return new Compared(
                    Optional.of(planned(one, ObjectChange.Action.CREATED, List.of())),
                    Optional.empty());
              }
              Optional<List<String>> images = listed.moved(one.object());
              Optional<KubernetesObject> member =
                  images.isPresent() ? live(one, listed) : listed.find(one.object());
              if (member.isPresent() && listed.isSettled(one.object().id())) {
                return new Compared(Optional.empty(), member);
              }
              return images.isPresent() && listed.isAsBefore(one.object().id())
                  ? new Compared(Optional.of(PlannedChange.untried(one, images.get())), member)
                  : lookAt(one, member);
            });
    for (Compared one : compared) {
      one.change().ifPresent(changes::add);
      one.live()
          .filter(WorkloadCheck::follows)
          .ifPresent(live -> liveGenerations.put(live.id(), live.generation()));
    }
  }

  private Optional<KubernetesObject> live(DesiredObject one, LiveObjects listed)
      throws InterruptedException {
    Optional<KubernetesObject> member = listed.find(one.object());
    return member.isPresent() ? member : cluster.get(one.object().objectName()).map(listed);
  }

  /** What the dry-run makes anew is not there; of anything else must be known whose it is. */
  private Compared lookAt(DesiredObject one, Optional<KubernetesObject> member)
      throws InterruptedException {
    if (member.isEmpty() && newcomers.areExpected(one.object())) {
      if (cluster.wouldMake(one.object())) {
        return new Compared(
            Optional.of(planned(one, ObjectChange.Action.CREATED, List.of())), Optional.empty());
      }
      newcomers.expectNone(one.object());
    }
    Trial trial;
    try {
      trial = tried(one);
      if (!isStored(trial.result())) {
        newcomers.expect(one.object());
      }
    } catch (RefusedException e) {
      return anew(one, e);
    }
    return compared(
        new DesiredObject(trial.object(), one.file()),
        member.isPresent() || !isStored(trial.result())
            ? member
            : cluster.get(one.object().objectName()),
        trial.result());
  }

  /**
   * The object deleted and made again, where a field cannot be changed otherwise and the
   * environment allows it. That it can be made is tried under another name.
   */
  private Compared anew(DesiredObject one, RefusedException refusal) throws InterruptedException {
    Optional<KubernetesObject> live =
        refusal.reason() == RolloutFailure.IMMUTABLE && environment.rules().recreate()
            ? cluster.get(one.object().objectName())
            : Optional.empty();
    if (live.isEmpty()) {
      throw refusal;
    }
    refuseAnothers(one, live.get());
    if (!Pruning.mayBeDeleted(live.get(), environment.rules().prune())) {
      throw new RefusedException(
          RolloutFailure.IMMUTABLE,
          refusal.getMessage()
              + ". It is not made anew by itself: it holds data, or is marked to be kept",
          refusal);
    }
    KubernetesObject _ =
        cluster.dryRun(one.object().with(TRIED_NAME, "metadata", "name"), FieldManager.APPLY);
    PlannedChange change =
        new PlannedChange(
            one,
            new ObjectChange(one.object().objectName(), ObjectChange.Action.CREATED, List.of()),
            live.get().uid(),
            true);
    return new Compared(Optional.of(change), Optional.empty());
  }

  /** Only what is stored has a version. */
  private static boolean isStored(KubernetesObject tried) {
    return tried.text("metadata", "resourceVersion").filter(v -> !v.isEmpty()).isPresent();
  }

  private Compared compared(
      DesiredObject one, Optional<KubernetesObject> live, KubernetesObject tried) {
    if (live.isPresent()) {
      refuseAnothers(one, live.get());
    }
    return new Compared(change(one, live, tried), live);
  }

  private record Compared(Optional<PlannedChange> change, Optional<KubernetesObject> live) {}

  private boolean cannotBeTried(KubernetesObject object) {
    return namespacesToCome.contains(String.valueOf(object.namespace()))
        || kindsToCome.contains(object.id().groupKind());
  }

  private static Optional<PlannedChange> change(
      DesiredObject one, Optional<KubernetesObject> live, KubernetesObject tried) {
    if (live.isEmpty()) {
      return Optional.of(planned(one, ObjectChange.Action.CREATED, List.of()));
    }
    List<String> fields = Differences.between(live.get(), tried);
    return fields.isEmpty()
        ? Optional.empty()
        : Optional.of(planned(one, ObjectChange.Action.CHANGED, fields));
  }

  private Trial tried(DesiredObject one) throws InterruptedException {
    try {
      return Trial.of(cluster, one.object(), environment);
    } catch (RefusedException e) {
      throw new RefusedException(e.reason(), one.file().path() + ": " + e.getMessage(), e);
    }
  }

  private static PlannedChange planned(
      DesiredObject one, ObjectChange.Action action, List<String> fields) {
    return new PlannedChange(one, new ObjectChange(one.object().objectName(), action, fields));
  }

  private void refuseAnothers(DesiredObject one, KubernetesObject live) {
    ApplySet.of(live)
        .filter(owner -> !owners.contains(owner))
        .ifPresent(
            owner -> {
              throw new RefusedException(
                  RolloutFailure.OWNED_BY_ANOTHER,
                  "%s: %s belongs to another environment (ApplySet %s). Take it out of one of them"
                      .formatted(one.file().path(), live, owner));
            });
  }

  private List<PlannedRestart> restarts(
      List<DesiredObject> desired, List<PlannedChange> changes, List<Restart> restarts)
      throws InterruptedException {
    Set<ObjectId> newPodsAnyway =
        changes.stream()
            .filter(PlannedChange::replacesPods)
            .map(change -> change.desired().object().id())
            .collect(Collectors.toSet());
    List<PlannedRestart> planned = new ArrayList<>();
    for (DesiredObject one : desired) {
      Set<String> marks = Restarts.marks(one.object(), restarts);
      if (!marks.isEmpty() && !newPodsAnyway.contains(one.object().id())) {
        cluster
            .get(one.object().objectName())
            .filter(live -> !Restarts.isMarked(live, marks))
            .ifPresent(live -> planned.add(new PlannedRestart(live, marks)));
      }
    }
    return planned;
  }
}
