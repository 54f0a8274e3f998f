package dev.slipway.applier.follow;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Stand;
import dev.slipway.applier.WorkloadWatch;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.GroupKind;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.rollout.RolloutBroken;
import dev.slipway.applier.rollout.RolloutMonitor;
import dev.slipway.applier.rollout.RunningImages;
import dev.slipway.applier.rollout.WorkloadCheck;
import dev.slipway.applier.rollout.WorkloadView;
import dev.slipway.applier.state.Announcements;
import dev.slipway.events.value.RunningImage;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;

/** Watches workloads until all are rolled out or one is not going to be, and tells of it. */
public final class RolloutFollower {
  /** How soon a newer revision is noticed. */
  private static final Duration LOOK_UP = Duration.ofMillis(25);

  private static final Duration UNCHANGED = Duration.ofMillis(250);

  /** A look at a thousand workloads costs a processor's time: most of it is for others. */
  private static final int REST_IN_LOOKS = 20;

  /** How it ends. */
  public sealed interface Result {
    record RolledOut(Map<ObjectId, List<RunningImage>> images) implements Result {}

    record Broken(RolloutBroken cause) implements Result {}

    record Superseded() implements Result {}
  }

  private final Cluster cluster;
  private final ApplySet set;
  private final Announcements announcements;
  private final Stand stand;

  public RolloutFollower(Cluster cluster, ApplySet set, Announcements announcements, Stand stand) {
    this.cluster = cluster;
    this.set = set;
    this.announcements = announcements;
    this.stand = stand;
  }

  /**
   * Follows the workloads.
   *
   * @param workloads with the generation that they were written in: no older one is believed
   */
  public Result follow(List<KubernetesObject> workloads, BooleanSupplier superseded)
      throws InterruptedException {
    RolloutMonitor monitor =
        new RolloutMonitor(workloads, stand.limits(), stand.nanoTime().getAsLong());
    if (workloads.stream().noneMatch(WorkloadCheck::mayHavePods)) {
      Optional<Result> end = follow(workloads, monitor, false, superseded);
      if (end.isPresent()) {
        return end.get();
      }
    }
    return follow(workloads, monitor, true, superseded).orElseThrow();
  }

  /** Empty where somebody gave pods to what has none by its files, and they are not watched. */
  private Optional<Result> follow(
      List<KubernetesObject> workloads,
      RolloutMonitor monitor,
      boolean withPods,
      BooleanSupplier superseded)
      throws InterruptedException {
    try (WorkloadWatch watch = watch(workloads, withPods)) {
      while (true) {
        long began = System.nanoTime();
        WorkloadView view = watch.view();
        if (!withPods && hasPods(workloads, view)) {
          return Optional.empty();
        }
        switch (monitor.look(view, stand.nanoTime().getAsLong())) {
          case RolloutMonitor.State.Finished finished -> {
            return Optional.of(new Result.RolledOut(finished.images()));
          }
          case RolloutMonitor.State.Broken broken -> {
            return Optional.of(new Result.Broken(cause(broken, view)));
          }
          case RolloutMonitor.State.Running state ->
              state.toTell().forEach(announcements::progressed);
        }
        if (isSupersededBeforeItIsTimeToLook(watch, System.nanoTime() - began, superseded)) {
          return Optional.of(new Result.Superseded());
        }
      }
    }
  }

  /** Nothing changed is looked at now and then only: patience may have come to its end. */
  private static boolean isSupersededBeforeItIsTimeToLook(
      WorkloadWatch watch, long lookTook, BooleanSupplier superseded) throws InterruptedException {
    long lookedAt = System.nanoTime();
    boolean changed = false;
    while (true) {
      if (superseded.getAsBoolean()) {
        return true;
      }
      changed |= watch.awaitChange(LOOK_UP);
      long since = System.nanoTime() - lookedAt;
      if (since >= lookTook * REST_IN_LOOKS && (changed || since >= UNCHANGED.toNanos())) {
        return false;
      }
    }
  }

  private WorkloadWatch watch(List<KubernetesObject> workloads, boolean withPods)
      throws InterruptedException {
    Set<String> namespaces = new TreeSet<>();
    workloads.stream()
        .map(KubernetesObject::namespace)
        .filter(Objects::nonNull)
        .forEach(namespace -> namespaces.add(String.valueOf(namespace)));
    Set<String> kinds = new TreeSet<>();
    Set<GroupKind> others = new TreeSet<>();
    for (KubernetesObject workload : workloads) {
      if (withPods && WorkloadCheck.watches(workload)) {
        kinds.add(workload.kind());
      } else {
        others.add(workload.id().groupKind());
      }
    }
    return cluster.watch(namespaces, kinds, others, ApplySet.PART_OF, set.id());
  }

  private static boolean hasPods(List<KubernetesObject> workloads, WorkloadView view) {
    return workloads.stream()
        .flatMap(workload -> view.workload(workload.id()).stream())
        .anyMatch(WorkloadCheck::mayHavePods);
  }

  private RolloutBroken cause(RolloutMonitor.State.Broken broken, WorkloadView view)
      throws InterruptedException {
    return new RolloutBroken(
        broken.problem().reason(),
        new CauseFinder(cluster)
            .describe(broken.workload(), broken.problem(), broken.stuck(), view),
        RunningImages.workloadName(broken.workload()));
  }
}
