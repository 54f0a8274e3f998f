package dev.slipway.applier;

import dev.slipway.applier.ClearanceDesk.Permission;
import dev.slipway.applier.ParentRecord.Phase;
import dev.slipway.applier.Plan.PlannedRestart;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.rollout.RolloutMonitor;
import dev.slipway.applier.rollout.RolloutMonitor.Progress;
import dev.slipway.applier.rollout.RunningImages;
import dev.slipway.applier.rollout.WorkloadCheck;
import dev.slipway.applier.rollout.WorkloadView;
import dev.slipway.events.Environment;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RunningImage;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One try at one revision, from its plan to its end. Lives in memory only: what must outlive the
 * instance is in the service's state and in the cluster.
 */
final class Attempt {
  private static final Duration LOOK_UP = Duration.ofMillis(25);

  /** How a step ends. */
  sealed interface Outcome {
    /** Call again: asked the guard, or may not write now. */
    record Paused(Next next) implements Outcome {}

    /** A hold or a newer revision: this attempt is over, without an outcome. */
    record Dropped(Next next) implements Outcome {}

    record Finished(List<RunningImage> images, Duration took) implements Outcome {}

    record Broken(RolloutBroken cause) implements Outcome {}
  }

  private enum Step {
    WRITE,
    RESTART,
    WATCH
  }

  private final ApplierState.Cleared cleared;
  private final Environment environment;
  private final Cluster cluster;
  private final Plan plan;
  private final List<Restart> asked;
  private final ParentWriter parent;
  private final ClearanceDesk desk;
  private final Announcements announcements;
  private final Stand stand;
  private final long plannedAt;
  private final Deque<PlannedRestart> restarts;
  private final Map<ObjectId, Long> generations = new HashMap<>();
  private final Map<ObjectId, List<RunningImage>> running = new HashMap<>();
  private Step step = Step.WRITE;
  private @Nullable Applied applied;
  private boolean begun;
  private long firstWriteAt;
  private long grantedUntil;

  Attempt(
      ApplierState.Cleared cleared,
      Environment environment,
      Cluster cluster,
      Plan plan,
      List<Restart> asked,
      ClearanceDesk desk,
      Announcements announcements,
      Stand stand,
      @Nullable Applied before) {
    this.cleared = cleared;
    this.environment = environment;
    this.cluster = cluster;
    this.plan = plan;
    this.asked = List.copyOf(asked);
    this.parent = new ParentWriter(cluster, plan, cleared.sequence(), cleared.revision().commit());
    this.announcements = announcements;
    this.desk = desk;
    this.stand = stand;
    this.plannedAt = stand.nanoTime().getAsLong();
    this.restarts = new ArrayDeque<>(plan.restarts());
    this.applied = before;
    this.begun =
        plan.parent()
            .flatMap(ParentRecord::sequence)
            .filter(cleared.sequence()::equals)
            .isPresent();
    generations.putAll(plan.liveGenerations());
    if (before != null) {
      believe(before.running());
    }
  }

  /** Whether it still is the thing to do, under the clearance that there is now. */
  boolean isFor(ApplierState.Cleared now, Environment declared, Duration atMostOld) {
    boolean fresh =
        step != Step.WRITE || stand.nanoTime().getAsLong() - plannedAt < atMostOld.toNanos();
    return now.sequence().equals(cleared.sequence())
        && now.guarded() == cleared.guarded()
        && declared.equals(environment)
        && fresh;
  }

  /** Whether anything was written for this revision, by this instance or by one before. */
  boolean hasBegun() {
    return begun;
  }

  /** What the next attempt may rely on. */
  Optional<Applied> applied() {
    return Optional.ofNullable(applied);
  }

  Outcome proceed(KeyContext<ApplierState> context) throws InterruptedException {
    if (step == Step.WRITE) {
      Optional<Outcome> stopped = write(context);
      if (stopped.isPresent()) {
        return stopped.get();
      }
      step = Step.RESTART;
    }
    if (step == Step.RESTART) {
      Optional<Outcome> stopped = restart(context);
      if (stopped.isPresent()) {
        return stopped.get();
      }
      step = Step.WATCH;
    }
    return watch(context);
  }

  private Optional<Outcome> write(KeyContext<ApplierState> context) throws InterruptedException {
    if (plan.isEmpty()) {
      recordApplied();
      return Optional.empty();
    }
    switch (desk.permission("apply", context.state())) {
      case Permission.Wait wait -> {
        return Optional.of(new Outcome.Paused(wait.next()));
      }
      case Permission.Granted granted -> grantedUntil = granted.untilNanos();
    }
    if (!mayStillBegin(context)) {
      return Optional.of(stopped(context));
    }
    firstWriteAt = stand.nanoTime().getAsLong();
    // Told before the first object is written, while the cluster records it.
    Begun<String> recording = Begun.of(() -> parent.record(Phase.APPLYING));
    announcements.started(environment.cluster(), plan.announced());
    recording.join();
    boolean inTime = mayStillBegin(context);
    begun = true;
    if (!inTime) {
      return Optional.of(stopped(context));
    }
    desk.used();
    return apply(new PlanWriter(cluster, mayWrite(context)), context);
  }

  private Optional<Outcome> apply(PlanWriter writer, KeyContext<ApplierState> context)
      throws InterruptedException {
    applied = null; // Until all is written, nothing is sure.
    Optional<List<KubernetesObject>> written = writer.apply(plan.changes());
    if (written.isEmpty()) {
      return Optional.of(stopped(context));
    }
    written.get().forEach(object -> generations.put(object.id(), object.generation()));
    if (!plan.pruned().isEmpty()) {
      parent.record(Phase.PRUNING);
      if (!writer.prune(plan.pruned())) {
        return Optional.of(stopped(context));
      }
      announcements.pruned(plan.pruned().stream().map(KubernetesObject::objectName).toList());
    }
    recordApplied();
    return Optional.empty();
  }

  /** Workloads seen running before are believed to run, unless this changes them. */
  private void believe(Map<ObjectId, List<RunningImage>> seen) {
    Set<ObjectId> touched =
        plan.changes().stream()
            .map(change -> change.desired().object().id())
            .collect(Collectors.toSet());
    plan.restarts().forEach(restart -> touched.add(restart.workload().id()));
    seen.forEach(
        (id, images) -> {
          if (!touched.contains(id)) {
            running.put(id, images);
          }
        });
  }

  private void recordApplied() {
    applied =
        new Applied(
            parent.version(),
            environment,
            cleared.sequence(),
            Applied.files(plan.desired()),
            Applied.objects(plan.desired()),
            running);
  }

  private Optional<Outcome> restart(KeyContext<ApplierState> context) throws InterruptedException {
    while (!restarts.isEmpty()) {
      PlannedRestart next = restarts.getFirst();
      Optional<Outcome> stopped =
          Restarts.isOrdered(next.workload())
              ? restartInOrder(next, context)
              : restartAtOnce(next, context);
      if (stopped.isPresent()) {
        return stopped;
      }
      restarts.removeFirst();
    }
    return Optional.empty();
  }

  /** By the workload's own strategy. */
  private Optional<Outcome> restartAtOnce(PlannedRestart next, KeyContext<ApplierState> context)
      throws InterruptedException {
    if (!mayWrite(context).getAsBoolean()) {
      return Optional.of(stopped(context));
    }
    KubernetesObject restarted =
        cluster.apply(
            KubernetesObject.named(next.workload().objectName())
                .with(
                    Map.of(Restarts.MARK, String.join(",", next.marks())),
                    "spec",
                    "template",
                    "metadata",
                    "annotations"),
            FieldManager.RESTART);
    generations.put(restarted.id(), restarted.generation());
    return Optional.empty();
  }

  private Optional<Outcome> restartInOrder(PlannedRestart next, KeyContext<ApplierState> context)
      throws InterruptedException {
    ObjectName name = next.workload().objectName();
    try (WorkloadWatch watch =
        cluster.watch(
            Set.of(String.valueOf(name.namespace())),
            Set.of(name.kind()),
            ApplySet.PART_OF,
            plan.set().id())) {
      OrderedRestart restart = new OrderedRestart(cluster, next, conditions(context), stand, watch);
      return switch (restart.run()) {
        case OrderedRestart.Outcome.Done _ -> Optional.empty();
        case OrderedRestart.Outcome.Paused paused ->
            Optional.of(
                isSuperseded(context) || context.state().hold() != null
                    ? stopped(context)
                    : new Outcome.Paused(paused.next()));
        case OrderedRestart.Outcome.Broken broken ->
            Optional.of(new Outcome.Broken(broken.cause()));
      };
    }
  }

  private OrderedRestart.Conditions conditions(KeyContext<ApplierState> context) {
    return new OrderedRestart.Conditions() {
      @Override
      public Optional<Next> mustWait(String purpose) {
        if (context.state().hold() != null) {
          return Optional.of(Next.whenChanged());
        }
        if (stand.nanoTime().getAsLong() < grantedUntil) {
          return Optional.empty();
        }
        return switch (desk.permission(purpose, context.state())) {
          case Permission.Wait wait -> Optional.of(wait.next());
          case Permission.Granted granted -> {
            grantedUntil = granted.untilNanos();
            yield Optional.empty();
          }
        };
      }

      @Override
      public boolean begin() throws InterruptedException {
        parent.record(Phase.RESTARTING);
        boolean may = mayStillBegin(context);
        if (desk.isGuarded()) {
          grantedUntil = stand.nanoTime().getAsLong(); // One answer, one pod.
          desk.used();
        }
        return may;
      }

      @Override
      public boolean isSuperseded() {
        return Attempt.this.isSuperseded(context);
      }

      @Override
      public void tell(Progress progress) {
        announcements.progressed(progress);
      }
    };
  }

  private Outcome watch(KeyContext<ApplierState> context) throws InterruptedException {
    List<KubernetesObject> workloads =
        plan.desired().stream().map(DesiredObject::object).filter(WorkloadCheck::watches).toList();
    List<KubernetesObject> unsure =
        workloads.stream()
            .filter(workload -> !running.containsKey(workload.id()))
            .map(
                workload ->
                    workload.with(
                        generations.getOrDefault(workload.id(), 0L), "metadata", "generation"))
            .toList();
    if (!unsure.isEmpty()) {
      Optional<Outcome> stopped = follow(unsure, context);
      if (stopped.isPresent()) {
        return stopped.get();
      }
    }
    List<RunningImage> images =
        workloads.stream()
            .flatMap(workload -> running.getOrDefault(workload.id(), List.of()).stream())
            .toList();
    long now = stand.nanoTime().getAsLong();
    return new Outcome.Finished(
        images, firstWriteAt == 0 ? Duration.ZERO : Duration.ofNanos(now - firstWriteAt));
  }

  private Optional<Outcome> follow(List<KubernetesObject> unsure, KeyContext<ApplierState> context)
      throws InterruptedException {
    Set<String> namespaces = new TreeSet<>();
    unsure.forEach(workload -> namespaces.add(String.valueOf(workload.namespace())));
    Set<String> kinds =
        unsure.stream().map(KubernetesObject::kind).collect(Collectors.toCollection(TreeSet::new));
    try (WorkloadWatch watch =
        cluster.watch(namespaces, kinds, ApplySet.PART_OF, plan.set().id())) {
      RolloutMonitor monitor =
          new RolloutMonitor(unsure, stand.limits(), stand.nanoTime().getAsLong());
      while (true) {
        WorkloadView view = watch.view();
        switch (monitor.look(view, stand.nanoTime().getAsLong())) {
          case RolloutMonitor.State.Finished finished -> {
            running.putAll(finished.images());
            applied = applied == null ? null : applied.withRunning(finished.images());
            return Optional.empty();
          }
          case RolloutMonitor.State.Broken broken -> {
            return Optional.of(new Outcome.Broken(cause(broken, view)));
          }
          case RolloutMonitor.State.Running state ->
              state.toTell().forEach(announcements::progressed);
        }
        if (isSuperseded(context)) {
          return Optional.of(new Outcome.Dropped(Next.after(Duration.ZERO)));
        }
        watch.awaitChange(LOOK_UP);
      }
    }
  }

  private RolloutBroken cause(RolloutMonitor.State.Broken broken, WorkloadView view)
      throws InterruptedException {
    return new RolloutBroken(
        broken.problem().reason(),
        new CauseFinder(cluster)
            .describe(broken.workload(), broken.problem(), broken.stuck(), view),
        RunningImages.workloadName(broken.workload()));
  }

  /** Records the end, as far as that is still ours to do; the outcome holds in any case. */
  void recordEnd(boolean succeeded) throws InterruptedException {
    try {
      parent.record(succeeded ? Phase.SUCCEEDED : Phase.FAILED);
      applied = applied == null ? null : applied.withParent(parent.version());
    } catch (ApplierException e) {
      applied = null;
    }
  }

  private boolean mayStillBegin(KeyContext<ApplierState> context) {
    return context.state().hold() == null && stand.nanoTime().getAsLong() < grantedUntil;
  }

  private static BooleanSupplier mayWrite(KeyContext<ApplierState> context) {
    return () -> context.state().hold() == null;
  }

  private boolean isSuperseded(KeyContext<ApplierState> context) {
    ApplierState.Cleared newest = context.state().cleared();
    return newest != null && newest.sequence().isAfter(cleared.sequence());
  }

  /** Held: until it is resumed. The clearance ran out: ask again at once. */
  private Outcome stopped(KeyContext<ApplierState> context) {
    return context.state().hold() != null
        ? new Outcome.Dropped(Next.whenChanged())
        : new Outcome.Dropped(Next.after(Duration.ZERO));
  }

  /** The restarts that it was to do. */
  List<Restart> asked() {
    return asked;
  }

  List<DesiredObject> desired() {
    return plan.desired();
  }
}
