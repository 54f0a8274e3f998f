package dev.slipway.applier.restart;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.Stand;
import dev.slipway.applier.WorkloadWatch;
import dev.slipway.applier.clearance.Brakes;
import dev.slipway.applier.clearance.ClearanceDesk;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.plan.ParentRecord.Phase;
import dev.slipway.applier.plan.Plan;
import dev.slipway.applier.plan.Plan.PlannedRestart;
import dev.slipway.applier.plan.Restarts;
import dev.slipway.applier.rollout.RolloutBroken;
import dev.slipway.applier.rollout.RolloutMonitor.Progress;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.write.ParentWriter;
import dev.slipway.events.value.ObjectName;
import dev.slipway.messaging.Next;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** The restarts of one attempt, workload by workload. */
public final class RestartRun {

  /** Where it is when it gives the thread back. */
  public sealed interface Outcome {
    record Done() implements Outcome {}

    record Paused(Next next) implements Outcome {}

    /** A hold, or a newer revision. */
    record Stopped() implements Outcome {}

    record Broken(RolloutBroken cause) implements Outcome {}
  }

  private final Cluster cluster;
  private final ApplySet set;
  private final ParentWriter parent;
  private final ClearanceDesk desk;
  private final Announcements announcements;
  private final Stand stand;
  private final Deque<PlannedRestart> remaining;
  private final Map<ObjectId, Long> generations = new HashMap<>();

  public RestartRun(
      Cluster cluster,
      Plan plan,
      ParentWriter parent,
      ClearanceDesk desk,
      Announcements announcements,
      Stand stand) {
    this.cluster = cluster;
    this.set = plan.set();
    this.parent = parent;
    this.desk = desk;
    this.announcements = announcements;
    this.stand = stand;
    this.remaining = new ArrayDeque<>(plan.restarts());
  }

  /** The generations of the workloads that were restarted by their own strategy. */
  public Map<ObjectId, Long> generations() {
    return Map.copyOf(generations);
  }

  public Outcome run(Brakes brakes) throws InterruptedException {
    while (!remaining.isEmpty()) {
      PlannedRestart next = remaining.getFirst();
      Optional<Outcome> stopped =
          Restarts.isOrdered(next.workload()) ? inOrder(next, brakes) : atOnce(next, brakes);
      if (stopped.isPresent()) {
        return stopped.get();
      }
      remaining.removeFirst();
    }
    return new Outcome.Done();
  }

  /** By the workload's own strategy. */
  private Optional<Outcome> atOnce(PlannedRestart next, Brakes brakes) throws InterruptedException {
    if (!brakes.mayWrite()) {
      return Optional.of(new Outcome.Stopped());
    }
    Map<String, String> mark = Map.of(Restarts.MARK, String.join(",", next.marks()));
    KubernetesObject restarted =
        cluster.apply(
            KubernetesObject.named(next.workload().objectName())
                .with(mark, "spec", "template", "metadata", "annotations"),
            FieldManager.RESTART);
    generations.put(restarted.id(), restarted.generation());
    return Optional.empty();
  }

  private Optional<Outcome> inOrder(PlannedRestart next, Brakes brakes)
      throws InterruptedException {
    ObjectName name = next.workload().objectName();
    try (WorkloadWatch watch =
        cluster.watch(
            Set.of(String.valueOf(name.namespace())),
            Set.of(name.kind()),
            ApplySet.PART_OF,
            set.id())) {
      OrderedRestart restart = new OrderedRestart(cluster, next, conditions(brakes), stand, watch);
      return switch (restart.run()) {
        case OrderedRestart.Outcome.Done _ -> Optional.empty();
        case OrderedRestart.Outcome.Paused paused ->
            Optional.of(
                brakes.isSuperseded() || brakes.isHeld()
                    ? new Outcome.Stopped()
                    : new Outcome.Paused(paused.next()));
        case OrderedRestart.Outcome.Broken broken ->
            Optional.of(new Outcome.Broken(broken.cause()));
      };
    }
  }

  private OrderedRestart.Conditions conditions(Brakes brakes) {
    return new OrderedRestart.Conditions() {
      @Override
      public Optional<Next> mustWait(String purpose) {
        return brakes.isHeld()
            ? Optional.of(Next.whenChanged())
            : desk.mustWait(purpose, brakes.state());
      }

      @Override
      public String waitsFor() {
        String reason = brakes.state().waitsFor();
        return reason == null ? "clearance" : reason;
      }

      @Override
      public boolean begin() throws InterruptedException {
        parent.record(Phase.RESTARTING);
        boolean may = brakes.mayWrite() && desk.isOpen();
        desk.close();
        return may;
      }

      @Override
      public boolean isSuperseded() {
        return brakes.isSuperseded();
      }

      @Override
      public void tell(Progress progress) {
        announcements.progressed(progress);
      }
    };
  }

  /** The workloads that it is about. */
  public static List<ObjectId> workloads(Plan plan) {
    return plan.restarts().stream().map(restart -> restart.workload().id()).toList();
  }
}
