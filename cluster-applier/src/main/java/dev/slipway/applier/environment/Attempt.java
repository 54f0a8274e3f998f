package dev.slipway.applier.environment;

import dev.slipway.applier.ApplierException;
import dev.slipway.applier.Cluster;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Stand;
import dev.slipway.applier.clearance.Brakes;
import dev.slipway.applier.clearance.ClearanceDesk;
import dev.slipway.applier.follow.RolloutFollower;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.plan.Applied;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.applier.plan.ParentRecord.Phase;
import dev.slipway.applier.plan.Plan;
import dev.slipway.applier.restart.DigestCheck;
import dev.slipway.applier.restart.RestartRun;
import dev.slipway.applier.rollout.RolloutBroken;
import dev.slipway.applier.rollout.WorkloadCheck;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.write.ParentWriter;
import dev.slipway.applier.write.PlanWriter;
import dev.slipway.events.Environment;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RunningImage;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One try at one revision, from its plan to its end: write, restart, watch. Lives in memory only:
 * what must outlive the instance is in the service's state and in the cluster.
 */
final class Attempt {

  /** How a step ends. */
  sealed interface Outcome {
    /** Call again: it has asked the guard. */
    record Paused(Next next, Reason reason) implements Outcome {
      /** What it waits for. */
      enum Reason {
        CLEARANCE,
        /** The pods run another digest: a newer event of the tag is to come. */
        DIGEST
      }
    }

    /** Held, superseded, or its clearance ran out: over, without an outcome. */
    record Dropped(Next next) implements Outcome {}

    record Finished(List<RunningImage> images, Duration took) implements Outcome {}

    record Broken(RolloutBroken cause) implements Outcome {}
  }

  /**
   * Longer than a registry is left unasked, and than services that died together need to come back:
   * a failure that is none could set off a rollback.
   */
  private static final Duration UNTIL_THE_MOVE_IS_TOLD = Duration.ofMinutes(5);

  private static final Duration LOOK_AGAIN = Duration.ofSeconds(1);

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
  private final RestartRun restarts;
  private final Map<ObjectId, Long> generations = new HashMap<>();
  private final Map<ObjectId, List<RunningImage>> running = new HashMap<>();
  private Step step = Step.WRITE;
  private @Nullable Applied applied;
  private boolean begun;
  private long firstWriteAt;
  private boolean written;
  private @Nullable Long wrongSince;

  /**
   * Prepares to carry out the plan.
   *
   * @param asked the restarts that the plan was made for
   * @param before what need not be looked at again
   */
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
    this.restarts = new RestartRun(cluster, plan, parent, desk, announcements, stand);
    this.applied = before;
    this.begun =
        plan.parent()
            .flatMap(ParentRecord::sequence)
            .filter(cleared.sequence()::equals)
            .isPresent();
    if (before != null) {
      generations.putAll(before.generations());
    }
    generations.putAll(plan.liveGenerations());
    if (before != null) {
      believe(before.running());
    }
  }

  /** Workloads seen running before are believed to run, unless this changes them. */
  private void believe(Map<ObjectId, List<RunningImage>> seen) {
    Set<ObjectId> touched = new HashSet<>(RestartRun.workloads(plan));
    plan.changes().forEach(change -> touched.add(change.desired().object().id()));
    running.putAll(seen);
    running.keySet().removeAll(touched);
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

  /** Whether all of it is written: what it needed for that has answered. */
  boolean hasWritten() {
    return step != Step.WRITE;
  }

  /** What the next attempt may rely on. */
  Optional<Applied> applied() {
    return Optional.ofNullable(applied);
  }

  /** The restarts that it was to do. */
  List<Restart> asked() {
    return asked;
  }

  List<DesiredObject> desired() {
    return plan.desired();
  }

  /** Goes on where it stopped. */
  Outcome proceed(Brakes brakes) throws InterruptedException {
    if (step == Step.WRITE) {
      Optional<Outcome> stopped = write(brakes);
      if (stopped.isPresent()) {
        return stopped.get();
      }
      step = Step.RESTART;
    }
    if (step == Step.RESTART) {
      switch (restarts.run(brakes)) {
        case RestartRun.Outcome.Done _ -> generations.putAll(restarts.generations());
        case RestartRun.Outcome.Paused paused -> {
          return new Outcome.Paused(paused.next(), Outcome.Paused.Reason.CLEARANCE);
        }
        case RestartRun.Outcome.Stopped _ -> {
          return dropped(brakes);
        }
        case RestartRun.Outcome.Broken broken -> {
          return new Outcome.Broken(broken.cause());
        }
      }
      step = Step.WATCH;
    }
    return watch(brakes);
  }

  private Optional<Outcome> write(Brakes brakes) throws InterruptedException {
    if (plan.isEmpty()) {
      recordApplied();
      return Optional.empty();
    }
    if (needsClearance()) {
      Optional<Next> wait = desk.mustWait("apply", brakes.state());
      if (wait.isPresent()) {
        return Optional.of(new Outcome.Paused(wait.get(), Outcome.Paused.Reason.CLEARANCE));
      }
    }
    if (!mayBegin(brakes)) {
      return Optional.of(dropped(brakes));
    }
    firstWriteAt = stand.nanoTime().getAsLong();
    written = true;
    // Told before the first object is written, while the cluster records it.
    try (Begun<String> recording = Begun.of(() -> parent.record(Phase.APPLYING))) {
      announcements.started(environment.cluster(), plan.announced());
      recording.join();
    }
    begun = true;
    return mayBegin(brakes)
        ? writeObjects(
            new PlanWriter(
                cluster, environment, brakes::mayWrite, stand.limits().withoutProgress()),
            brakes)
        : Optional.of(dropped(brakes));
  }

  private Optional<Outcome> writeObjects(PlanWriter writer, Brakes brakes)
      throws InterruptedException {
    applied = null; // Until all is written, nothing is sure.
    Optional<List<KubernetesObject>> objects = writer.apply(plan.changes());
    if (objects.isEmpty()) {
      return Optional.of(dropped(brakes));
    }
    objects.get().forEach(object -> generations.put(object.id(), object.generation()));
    if (!plan.pruned().isEmpty()) {
      parent.record(Phase.PRUNING);
      if (!writer.prune(plan.pruned())) {
        return Optional.of(dropped(brakes));
      }
      announcements.pruned(plan.pruned().stream().map(KubernetesObject::objectName).toList());
    }
    recordApplied();
    cleared.sinceCause(stand.clock()).ifPresent(this::tellApplied);
    return Optional.empty();
  }

  private void tellApplied(Duration sinceCause) {
    stand.outcomes().reached("applied", environment.name(), sinceCause);
  }

  private void recordApplied() {
    applied =
        new Applied(
            parent.version(),
            environment,
            cleared.sequence(),
            Applied.objects(plan.desired()),
            generations,
            running);
  }

  private Outcome watch(Brakes brakes) throws InterruptedException {
    List<KubernetesObject> workloads =
        plan.desired().stream().map(DesiredObject::object).filter(WorkloadCheck::follows).toList();
    List<KubernetesObject> unsure =
        workloads.stream()
            .filter(workload -> !running.containsKey(workload.id()))
            .map(this::asWritten)
            .toList();
    if (!unsure.isEmpty()) {
      RolloutFollower follower = new RolloutFollower(cluster, plan.set(), announcements, stand);
      switch (follower.follow(unsure, brakes::isSuperseded)) {
        case RolloutFollower.Result.RolledOut done -> running.putAll(done.images());
        case RolloutFollower.Result.Broken broken -> {
          return new Outcome.Broken(broken.cause());
        }
        case RolloutFollower.Result.Superseded _ -> {
          return new Outcome.Dropped(Next.after(Duration.ZERO));
        }
      }
    }
    applied = applied == null ? null : applied.withRunning(running);
    List<RunningImage> images =
        workloads.stream()
            .flatMap(workload -> running.getOrDefault(workload.id(), List.of()).stream())
            .toList();
    Optional<DigestCheck.Wrong> wrong = DigestCheck.find(asked, images, plan.desired());
    if (wrong.isPresent()) {
      return anotherDigest(wrong.get());
    }
    long now = stand.nanoTime().getAsLong();
    return new Outcome.Finished(
        images, written ? Duration.ofNanos(now - firstWriteAt) : Duration.ZERO);
  }

  /** Where the tag has moved on, the revision that says so comes before the patience ends. */
  private Outcome anotherDigest(DigestCheck.Wrong wrong) {
    long now = stand.nanoTime().getAsLong();
    if (wrongSince == null) {
      wrongSince = now;
    }
    if (!wrong.mayHaveMovedOn() || now - wrongSince >= UNTIL_THE_MOVE_IS_TOLD.toNanos()) {
      return new Outcome.Broken(wrong.cause());
    }
    running.clear();
    return new Outcome.Paused(Next.after(LOOK_AGAIN), Outcome.Paused.Reason.DIGEST);
  }

  private KubernetesObject asWritten(KubernetesObject workload) {
    return workload.with(generations.getOrDefault(workload.id(), 0L), "metadata", "generation");
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

  private boolean mayBegin(Brakes brakes) {
    return brakes.mayWrite() && (!needsClearance() || desk.isOpen());
  }

  private boolean needsClearance() {
    return !environment.rules().waitsForPodsOnly() || !plan.sparesPods();
  }

  /** Held: until it is resumed. The clearance ran out: ask again at once. */
  private static Outcome dropped(Brakes brakes) {
    return new Outcome.Dropped(brakes.isHeld() ? Next.whenChanged() : Next.after(Duration.ZERO));
  }
}
