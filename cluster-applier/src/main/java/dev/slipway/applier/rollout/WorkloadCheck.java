package dev.slipway.applier.rollout;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.WorkloadStatus.Done;
import dev.slipway.applier.rollout.WorkloadStatus.Failed;
import dev.slipway.applier.rollout.WorkloadStatus.Progressing;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * How far a workload is, by the rules of {@code kubectl rollout status}, but failing as soon as a
 * pod of the new revision shows a cause. Old pods never fail a new rollout.
 */
public final class WorkloadCheck {
  private static final Set<String> WATCHED =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "Job");

  /** During a rolling update old pods may hold the quota for a moment. */
  private static final Duration QUOTA_PATIENCE = Duration.ofSeconds(10);

  private WorkloadCheck() {}

  /** Whether objects of that kind are watched until they are rolled out. */
  public static boolean watches(KubernetesObject object) {
    return WATCHED.contains(object.kind())
        && (object.apiVersion().startsWith("apps/") || object.apiVersion().startsWith("batch/"));
  }

  /** Whether it is watched until it says of itself that it is there: a workload, or any other. */
  public static boolean follows(KubernetesObject object) {
    return watches(object) || ConditionCheck.follows(object);
  }

  /** Whether it is a workload whose pods can be restarted. */
  public static boolean restarts(KubernetesObject object) {
    return watches(object) && !object.kind().equals("Job");
  }

  /** Whether its pods and replica sets have to be seen, to say how far it is. */
  public static boolean mayHavePods(KubernetesObject object) {
    boolean scaled = object.kind().equals("Deployment") || object.kind().equals("StatefulSet");
    return watches(object)
        && !(scaled && Fields.number(object.content(), "spec", "replicas").orElse(1) == 0);
  }

  /** How far an object is that is followed. */
  public static WorkloadStatus check(KubernetesObject workload, WorkloadView view) {
    if (!watches(workload)) {
      return ConditionCheck.check(workload);
    }
    List<KubernetesObject> pods = newPods(workload, view);
    Counts counts = counts(workload);
    if (workload.number("status", "observedGeneration") < workload.generation()
        && !workload.kind().equals("Job")) {
      return new Progressing(0, counts.desired(), "waiting for its controller", null);
    }
    Optional<Problem> problem = worst(pods).or(() -> refusal(workload, view));
    if (counts.done() && isEachSeen(workload, pods, counts.desired(), view)) {
      return new Done(RunningImages.of(workload, pods));
    }
    if (counts.done()) {
      return new Progressing(counts.ready(), counts.desired(), "waiting to see its pods", null);
    }
    if (problem.filter(Problem::isCertain).isPresent()) {
      return new Failed(problem.get());
    }
    if (deadlineExceeded(workload)) {
      return new Failed(
          problem.orElse(Problem.certain(RolloutFailure.NOT_READY, deadlineMessage(workload))));
    }
    return new Progressing(
        counts.ready(),
        counts.desired(),
        problem.map(Problem::message).orElse(counts.message()),
        problem.orElse(null));
  }

  /**
   * Whether the pods that the workload counts are in view with what they run. A workload, its
   * replica sets and its pods come by separate watches, and any of them may be ahead: a success
   * told before its pods are seen would prove nothing. The pods of a job may be gone already.
   */
  private static boolean isEachSeen(
      KubernetesObject workload, List<KubernetesObject> newPods, int desired, WorkloadView view) {
    List<KubernetesObject> all =
        workload.kind().equals("Deployment") ? newPods : view.podsOf(workload);
    return workload.kind().equals("Job")
        || (all.stream().filter(RunningImages::isKept).count() >= desired
            && newPods.stream().filter(PodCheck::isReady).allMatch(RunningImages::isTold));
  }

  /** The pods of the newest revision: those that the rollout is about. */
  public static List<KubernetesObject> newPods(KubernetesObject workload, WorkloadView view) {
    return switch (workload.kind()) {
      case "Deployment" -> newestReplicaSet(workload, view).map(view::podsOf).orElse(List.of());
      case "StatefulSet" ->
          withLabel(
              view.podsOf(workload),
              "controller-revision-hash",
              workload.text("status", "updateRevision"));
      case "DaemonSet" ->
          withLabel(
              view.podsOf(workload),
              "pod-template-generation",
              workload.annotation("deprecated.daemonset.template.generation"));
      default -> view.podsOf(workload);
    };
  }

  private record Counts(boolean done, int ready, int desired, String message) {}

  private static Counts counts(KubernetesObject workload) {
    return switch (workload.kind()) {
      case "Deployment" -> deployment(workload);
      case "StatefulSet" -> statefulSet(workload);
      case "DaemonSet" -> daemonSet(workload);
      default -> job(workload);
    };
  }

  private static Counts deployment(KubernetesObject workload) {
    int desired = replicas(workload);
    int updated = status(workload, "updatedReplicas");
    int all = status(workload, "replicas");
    int available = status(workload, "availableReplicas");
    if (updated < desired) {
      return new Counts(
          false,
          Math.min(updated, available),
          desired,
          updated + " of " + desired + " pods updated");
    }
    if (all > updated) {
      return new Counts(
          false, Math.min(updated, available), desired, (all - updated) + " old pods still to end");
    }
    return new Counts(
        available >= desired, available, desired, available + " of " + desired + " pods ready");
  }

  private static Counts statefulSet(KubernetesObject workload) {
    int desired = replicas(workload);
    int ready = status(workload, "readyReplicas");
    int available =
        Fields.has(workload.content(), "status", "availableReplicas")
            ? status(workload, "availableReplicas")
            : ready;
    boolean rolls = !onDelete(workload);
    int partition = (int) workload.number("spec", "updateStrategy", "rollingUpdate", "partition");
    int updated = status(workload, "updatedReplicas");
    boolean current =
        workload
            .text("status", "updateRevision")
            .equals(workload.text("status", "currentRevision"));
    boolean done =
        available >= desired
            && (!rolls || (partition > 0 ? updated >= desired - partition : current));
    return new Counts(
        done,
        rolls && !current ? Math.min(updated, available) : available,
        desired,
        available < desired
            ? available + " of " + desired + " pods ready"
            : updated + " of " + desired + " pods updated");
  }

  private static Counts daemonSet(KubernetesObject workload) {
    int desired = status(workload, "desiredNumberScheduled");
    int updated = status(workload, "updatedNumberScheduled");
    int available = status(workload, "numberAvailable");
    boolean rolls = !onDelete(workload);
    return new Counts(
        available >= desired && (!rolls || updated >= desired),
        Math.min(updated, available),
        desired,
        updated < desired && rolls
            ? updated + " of " + desired + " pods updated"
            : available + " of " + desired + " pods ready");
  }

  private static Counts job(KubernetesObject workload) {
    boolean done =
        isTrue(workload, "Complete") || Fields.isTrue(workload.content(), "spec", "suspend");
    int completions = (int) Fields.number(workload.content(), "spec", "completions").orElse(1);
    int succeeded = status(workload, "succeeded");
    return new Counts(
        done, succeeded, completions, succeeded + " of " + completions + " pods completed");
  }

  private static int replicas(KubernetesObject workload) {
    return (int) Fields.number(workload.content(), "spec", "replicas").orElse(1);
  }

  private static int status(KubernetesObject workload, String field) {
    return (int) workload.number("status", field);
  }

  private static boolean onDelete(KubernetesObject workload) {
    return workload.text("spec", "updateStrategy", "type").filter("OnDelete"::equals).isPresent();
  }

  private static Optional<Problem> worst(List<KubernetesObject> pods) {
    return pods.stream()
        .flatMap(pod -> PodCheck.problem(pod).stream())
        .min(Comparator.comparing(Problem::patience));
  }

  /** Pods that are never made: a quota, an admission rule. A job that failed for good. */
  private static Optional<Problem> refusal(KubernetesObject workload, WorkloadView view) {
    if (isTrue(workload, "Failed") && workload.kind().equals("Job")) {
      return Optional.of(
          Problem.certain(
              RolloutFailure.CRASHED, "the job failed: " + conditionMessage(workload, "Failed")));
    }
    Optional<KubernetesObject> refused =
        isTrue(workload, "ReplicaFailure")
            ? Optional.of(workload)
            : newestReplicaSet(workload, view).filter(set -> isTrue(set, "ReplicaFailure"));
    return refused.map(
        object ->
            Problem.after(
                QUOTA_PATIENCE,
                RolloutFailure.POD_REFUSED,
                "pods are refused: " + conditionMessage(object, "ReplicaFailure")));
  }

  private static boolean deadlineExceeded(KubernetesObject workload) {
    return workload.kind().equals("Deployment")
        && PodCheck.condition(workload.list("status", "conditions"), "Progressing")
            .flatMap(c -> Fields.text(c, "reason"))
            .filter("ProgressDeadlineExceeded"::equals)
            .isPresent();
  }

  private static String deadlineMessage(KubernetesObject workload) {
    return counts(workload).message()
        + ", and none more within its progress deadline of "
        + Fields.number(workload.content(), "spec", "progressDeadlineSeconds").orElse(600)
        + " s";
  }

  private static boolean isTrue(KubernetesObject object, String condition) {
    return PodCheck.condition(object.list("status", "conditions"), condition)
        .flatMap(c -> Fields.text(c, "status"))
        .filter("True"::equals)
        .isPresent();
  }

  private static String conditionMessage(KubernetesObject object, String condition) {
    return PodCheck.condition(object.list("status", "conditions"), condition)
        .flatMap(c -> Fields.text(c, "message"))
        .orElse("?");
  }

  private static Optional<KubernetesObject> newestReplicaSet(
      KubernetesObject workload, WorkloadView view) {
    Optional<String> revision = workload.annotation("deployment.kubernetes.io/revision");
    return view.replicaSetsOf(workload).stream()
        .filter(
            set ->
                revision.isPresent()
                    && set.annotation("deployment.kubernetes.io/revision").equals(revision))
        .findFirst();
  }

  private static List<KubernetesObject> withLabel(
      List<KubernetesObject> pods, String label, Optional<String> value) {
    return value.isEmpty()
        ? pods
        : pods.stream()
            .filter(pod -> pod.label(label).map(value.get()::equals).orElse(true))
            .toList();
  }
}
