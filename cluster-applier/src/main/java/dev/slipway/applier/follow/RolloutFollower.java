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
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Watches workloads until all are rolled out or one is not going to be, and tells of it. */
public final class RolloutFollower {
  /** How soon a newer revision is noticed. */
  private static final Duration LOOK_UP = Duration.ofMillis(25);

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
    Set<String> namespaces = new TreeSet<>();
    workloads.stream()
        .map(KubernetesObject::namespace)
        .filter(Objects::nonNull)
        .forEach(namespace -> namespaces.add(String.valueOf(namespace)));
    Set<String> kinds =
        workloads.stream()
            .filter(WorkloadCheck::watches)
            .map(KubernetesObject::kind)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<GroupKind> others =
        workloads.stream()
            .filter(object -> !WorkloadCheck.watches(object))
            .map(object -> object.id().groupKind())
            .collect(Collectors.toCollection(TreeSet::new));
    try (WorkloadWatch watch =
        cluster.watch(namespaces, kinds, others, ApplySet.PART_OF, set.id())) {
      RolloutMonitor monitor =
          new RolloutMonitor(workloads, stand.limits(), stand.nanoTime().getAsLong());
      while (true) {
        long began = System.nanoTime();
        WorkloadView view = watch.view();
        switch (monitor.look(view, stand.nanoTime().getAsLong())) {
          case RolloutMonitor.State.Finished finished -> {
            return new Result.RolledOut(finished.images());
          }
          case RolloutMonitor.State.Broken broken -> {
            return new Result.Broken(cause(broken, view));
          }
          case RolloutMonitor.State.Running state ->
              state.toTell().forEach(announcements::progressed);
        }
        long rest = (System.nanoTime() - began) * REST_IN_LOOKS;
        long lookedAt = System.nanoTime();
        do {
          if (superseded.getAsBoolean()) {
            return new Result.Superseded();
          }
          watch.awaitChange(LOOK_UP);
        } while (System.nanoTime() - lookedAt < rest);
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
}
