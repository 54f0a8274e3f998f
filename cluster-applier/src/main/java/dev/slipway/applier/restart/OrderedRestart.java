package dev.slipway.applier.restart;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.Stand;
import dev.slipway.applier.WorkloadWatch;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.Plan.PlannedRestart;
import dev.slipway.applier.plan.Restarts;
import dev.slipway.applier.rollout.PodCheck;
import dev.slipway.applier.rollout.Problem;
import dev.slipway.applier.rollout.RolloutBroken;
import dev.slipway.applier.rollout.RolloutMonitor.Progress;
import dev.slipway.applier.rollout.RunningImages;
import dev.slipway.applier.rollout.WorkloadView;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Restarts the pods of a StatefulSet one by one, highest ordinal first, each ready before the next,
 * whatever its update strategy; stops at the first that does not come back.
 *
 * <p>Which pods are still to be ended is written on the StatefulSet before the first one ends, by
 * their uids: the next instance goes on where this one stopped, and ends no pod twice.
 */
final class OrderedRestart {
  private static final String UNDER_WAY = "slipway.dev/restarting-for";
  private static final String PODS = "slipway.dev/restarting-pods";
  private static final Duration LOOK_UP = Duration.ofMillis(50);

  /** Where it is when it gives the thread back. */
  sealed interface Outcome {
    record Done() implements Outcome {}

    /** Asked the guard, held, or superseded: call again. */
    record Paused(Next next) implements Outcome {}

    record Broken(RolloutBroken cause) implements Outcome {}
  }

  /** What it asks of the attempt that it is part of. */
  interface Conditions {
    /** Empty: the pod may be ended now. */
    Optional<Next> mustWait(String purpose);

    /** What it waits for, where it must. */
    String waitsFor();

    /** Right before a pod ends: records it, and looks a last time whether it still may. */
    boolean begin() throws InterruptedException;

    boolean isSuperseded();

    void tell(Progress progress);
  }

  private final Cluster cluster;
  private final PlannedRestart restart;
  private final Conditions conditions;
  private final Stand stand;
  private final WorkloadWatch watch;
  private final Map<String, Long> readySince = new HashMap<>();
  private final Set<String> ended = new HashSet<>();
  private long progressAt;
  private @Nullable RolloutFailure suspected;
  private long suspectedAt;

  OrderedRestart(
      Cluster cluster,
      PlannedRestart restart,
      Conditions conditions,
      Stand stand,
      WorkloadWatch watch) {
    this.cluster = cluster;
    this.restart = restart;
    this.conditions = conditions;
    this.stand = stand;
    this.watch = watch;
    this.progressAt = stand.nanoTime().getAsLong();
  }

  Outcome run() throws InterruptedException {
    KubernetesObject workload =
        cluster.get(restart.workload().objectName()).orElse(restart.workload());
    Set<String> before = podsBefore(workload);
    while (true) {
      if (conditions.isSuperseded()) {
        return new Outcome.Paused(Next.after(Duration.ZERO));
      }
      Optional<Outcome> outcome = look(workload, before, watch.view());
      if (outcome.isPresent()) {
        return outcome.get();
      }
      watch.awaitChange(LOOK_UP);
    }
  }

  /** As recorded, where these restarts are under way; else the pods that there are, recorded. */
  private Set<String> podsBefore(KubernetesObject workload) throws InterruptedException {
    String marks = String.join(",", restart.marks());
    if (workload.annotation(UNDER_WAY).filter(marks::equals).isPresent()) {
      return Restarts.split(workload.annotation(PODS).orElse(""));
    }
    Set<String> pods = new TreeSet<>();
    watch.view().podsOf(workload).forEach(pod -> pods.add(pod.uid()));
    annotate(Map.of(UNDER_WAY, marks, PODS, String.join(",", pods)));
    return pods;
  }

  private void annotate(Map<String, String> annotations) throws InterruptedException {
    cluster.apply(
        KubernetesObject.named(restart.workload().objectName())
            .with(annotations, "metadata", "annotations"),
        FieldManager.RESTART);
  }

  private Optional<Outcome> look(KubernetesObject workload, Set<String> before, WorkloadView view)
      throws InterruptedException {
    List<KubernetesObject> pods =
        view.podsOf(workload).stream().filter(pod -> !ended.contains(pod.uid())).toList();
    Map<Boolean, List<KubernetesObject>> byAge =
        pods.stream().collect(Collectors.partitioningBy(pod -> before.contains(pod.uid())));
    List<KubernetesObject> old = byAge.getOrDefault(true, List.of());
    List<KubernetesObject> renewed = byAge.getOrDefault(false, List.of());
    long desired = workload.content().get("spec") == null ? 0 : replicas(workload);
    boolean complete =
        pods.size() >= desired && renewed.stream().allMatch(p -> isReady(p, workload));
    if (complete && old.isEmpty()) {
      annotate(Map.of(Restarts.MARK, String.join(",", restart.marks())));
      return Optional.of(new Outcome.Done());
    }
    if (complete) {
      return end(highest(old), renewed.size(), (int) desired);
    }
    return broken(renewed, (int) desired);
  }

  private Optional<Outcome> end(KubernetesObject pod, int renewed, int desired)
      throws InterruptedException {
    Optional<Next> wait = conditions.mustWait("restart pod " + pod.name());
    if (wait.isPresent()) {
      tell(renewed, desired, "waiting: " + conditions.waitsFor());
      return Optional.of(new Outcome.Paused(wait.get()));
    }
    if (!conditions.begin()) {
      return Optional.of(new Outcome.Paused(Next.after(Duration.ZERO)));
    }
    cluster.delete(pod.objectName(), pod.uid());
    ended.add(pod.uid());
    progressAt = stand.nanoTime().getAsLong();
    tell(renewed, desired, "restarting " + pod.name());
    return Optional.empty();
  }

  private void tell(int renewed, int desired, String what) {
    conditions.tell(
        new Progress(
            RunningImages.workloadName(restart.workload()),
            renewed,
            desired,
            renewed + " of " + desired + " restarted, " + what));
  }

  /** The pod that was ended last has not come back, for good or for too long. */
  private Optional<Outcome> broken(List<KubernetesObject> renewed, int desired) {
    long now = stand.nanoTime().getAsLong();
    Optional<Problem> problem =
        renewed.stream().flatMap(pod -> PodCheck.problem(pod).stream()).findFirst();
    RolloutFailure reason = problem.map(Problem::reason).orElse(null);
    if (reason != suspected) {
      suspected = reason;
      suspectedAt = now;
    }
    boolean certain =
        problem.isPresent() && now - suspectedAt >= problem.get().patience().toNanos();
    boolean late = now - progressAt >= stand.limits().withoutProgress().toNanos();
    if (!certain && !late) {
      return Optional.empty();
    }
    long ready = renewed.stream().filter(PodCheck::isReady).count();
    return Optional.of(
        new Outcome.Broken(
            new RolloutBroken(
                problem.map(Problem::reason).orElse(RolloutFailure.NOT_READY),
                "%d of %d pods restarted; the next did not become ready, and the others were left alone: %s"
                    .formatted(
                        ready,
                        desired,
                        problem.map(Problem::message).orElse("nothing was reported about it")),
                RunningImages.workloadName(restart.workload()))));
  }

  /** Ready, and for as long as the set asks for, by our own clock. */
  private boolean isReady(KubernetesObject pod, KubernetesObject workload) {
    if (!PodCheck.isReady(pod)) {
      readySince.remove(pod.uid());
      return false;
    }
    long now = stand.nanoTime().getAsLong();
    long since = readySince.computeIfAbsent(pod.uid(), uid -> now);
    return now - since >= Duration.ofSeconds(workload.number("spec", "minReadySeconds")).toNanos();
  }

  private static long replicas(KubernetesObject workload) {
    return Fields.number(workload.content(), "spec", "replicas").orElse(1);
  }

  private static KubernetesObject highest(List<KubernetesObject> pods) {
    return pods.stream().max(Comparator.comparingLong(OrderedRestart::ordinal)).orElseThrow();
  }

  private static long ordinal(KubernetesObject pod) {
    String digits = pod.name().substring(pod.name().lastIndexOf('-') + 1);
    return digits.chars().allMatch(Character::isDigit) && !digits.isEmpty()
        ? Long.parseLong(digits)
        : -1;
  }
}
