package dev.slipway.applier.rollout;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Follows the workloads of one rollout until all are done or one has failed. Time is a monotonic
 * clock's, handed in.
 */
public final class RolloutMonitor {
  private static final Duration PACE = Duration.ofSeconds(1);

  /**
   * How long a rollout may take.
   *
   * @param withoutProgress after which a workload counts as stuck (a Deployment has its own
   *     deadline, too)
   * @param whole from the first look to the last ready pod
   */
  public record Limits(Duration withoutProgress, Duration whole) {}

  /** What is to be told: a workload has come further. */
  public record Progress(String workload, int ready, int desired, String message) {}

  /** How far the rollout is. */
  public sealed interface State {
    /** Not there yet. */
    record Running(List<Progress> toTell) implements State {}

    /** Every workload is rolled out. */
    record Finished(Map<ObjectId, List<RunningImage>> images) implements State {}

    /** One is not going to be. */
    record Broken(KubernetesObject workload, Problem problem, boolean stuck) implements State {}
  }

  private static final class Followed {
    private final KubernetesObject asApplied;
    private @Nullable String told;
    private long toldAt;
    private String last = "";
    private long changedAt;
    private @Nullable RolloutFailure suspected;
    private long suspectedAt;

    private Followed(KubernetesObject asApplied, long now) {
      this.asApplied = asApplied;
      this.changedAt = now;
    }
  }

  private final Limits limits;
  private final long startedAt;
  private final Map<ObjectId, Followed> followed = new LinkedHashMap<>();

  /**
   * Begins to follow.
   *
   * @param workloads as applied: a view that shows an older generation of one is not believed
   */
  public RolloutMonitor(List<KubernetesObject> workloads, Limits limits, long nowNanos) {
    this.limits = limits;
    this.startedAt = nowNanos;
    workloads.forEach(w -> followed.put(w.id(), new Followed(w, nowNanos)));
  }

  public State look(WorkloadView view, long nowNanos) {
    Map<ObjectId, List<RunningImage>> images = new LinkedHashMap<>();
    List<Progress> toTell = new ArrayList<>();
    for (Followed one : followed.values()) {
      KubernetesObject workload = view.workload(one.asApplied.id()).orElse(null);
      switch (status(workload, one, view)) {
        case WorkloadStatus.Done done -> images.put(one.asApplied.id(), done.images());
        case WorkloadStatus.Failed failed -> {
          return new State.Broken(one.asApplied, failed.problem(), false);
        }
        case WorkloadStatus.Progressing progressing -> {
          Optional<Problem> problem = patienceOver(one, progressing, nowNanos);
          if (problem.isPresent()) {
            return new State.Broken(one.asApplied, problem.get(), progressing.suspicion() == null);
          }
          tell(one, progressing, nowNanos).ifPresent(toTell::add);
        }
      }
    }
    return images.size() == followed.size()
        ? new State.Finished(images)
        : new State.Running(toTell);
  }

  private static WorkloadStatus status(
      @Nullable KubernetesObject workload, Followed one, WorkloadView view) {
    if (workload == null || workload.generation() < one.asApplied.generation()) {
      return new WorkloadStatus.Progressing(0, 0, "not seen yet", null);
    }
    return WorkloadCheck.check(workload, view);
  }

  private Optional<Problem> patienceOver(
      Followed one, WorkloadStatus.Progressing progressing, long now) {
    Problem suspicion = progressing.suspicion();
    RolloutFailure reason = suspicion == null ? null : suspicion.reason();
    if (reason != one.suspected) {
      one.suspected = reason;
      one.suspectedAt = now;
    }
    if (suspicion != null && now - one.suspectedAt >= suspicion.patience().toNanos()) {
      return Optional.of(suspicion);
    }
    String here = progressing.ready() + "/" + progressing.desired() + progressing.message();
    if (!here.equals(one.last)) {
      one.last = here;
      one.changedAt = now;
    }
    if (now - one.changedAt >= limits.withoutProgress().toNanos()) {
      return Optional.of(
          suspicion != null
              ? suspicion
              : Problem.certain(
                  RolloutFailure.NOT_READY,
                  progressing.message()
                      + ", and none more within "
                      + limits.withoutProgress().toSeconds()
                      + " s"));
    }
    return now - startedAt < limits.whole().toNanos()
        ? Optional.empty()
        : Optional.of(
            suspicion != null
                ? suspicion
                : Problem.certain(
                    RolloutFailure.TIMED_OUT,
                    progressing.message() + " after " + limits.whole().toSeconds() + " s"));
  }

  /** At a pace that people can read; the newest word, when its turn comes. */
  private static Optional<Progress> tell(
      Followed one, WorkloadStatus.Progressing progressing, long now) {
    if (progressing.desired() == 0) {
      return Optional.empty();
    }
    String here = progressing.ready() + "/" + progressing.desired() + progressing.message();
    boolean tooSoon = one.told != null && now - one.toldAt < PACE.toNanos();
    if (here.equals(one.told) || tooSoon) {
      return Optional.empty();
    }
    one.told = here;
    one.toldAt = now;
    return Optional.of(
        new Progress(
            RunningImages.workloadName(one.asApplied),
            progressing.ready(),
            progressing.desired(),
            progressing.message()));
  }
}
