package dev.slipway.applier.follow;

import dev.slipway.applier.ApplierException;
import dev.slipway.applier.Cluster;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.PodCheck;
import dev.slipway.applier.rollout.Problem;
import dev.slipway.applier.rollout.WorkloadCheck;
import dev.slipway.applier.rollout.WorkloadView;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Puts into words why a workload is not rolled out, asking the cluster for what it said. */
final class CauseFinder {
  private static final int LOG_LINES = 10;
  private static final int MOST_CHARACTERS = 2000;

  /** A bracket or a number stands in many a sentence by chance. */
  private static final int SHORT = 3;

  private final Cluster cluster;

  CauseFinder(Cluster cluster) {
    this.cluster = cluster;
  }

  /**
   * The problem with what the container wrote last, or what was reported about the pods.
   *
   * @param stuck whether nothing but the passing of time speaks against the workload
   */
  String describe(KubernetesObject workload, Problem problem, boolean stuck, WorkloadView view)
      throws InterruptedException {
    List<String> lines = new ArrayList<>();
    lines.add(problem.message());
    if (problem.crashed() != null) {
      lastWords(problem.crashed()).stream()
          .filter(line -> !isSaid(line, problem.message()))
          .forEach(lines::add);
    } else if (stuck || problem.reason() == RolloutFailure.NOT_READY) {
      lines.addAll(reports(workload, view));
    }
    String text = String.join("\n", lines);
    return text.length() <= MOST_CHARACTERS
        ? text
        : text.substring(0, text.offsetByCodePoints(0, MOST_CHARACTERS / 2)) + "…";
  }

  /** What a container says as it ends is often the end of its log. */
  private static boolean isSaid(String line, String message) {
    return line.strip().length() > SHORT && message.contains(line.strip());
  }

  private List<String> lastWords(Problem.@Nullable CrashedContainer crashed)
      throws InterruptedException {
    if (crashed == null) {
      return List.of();
    }
    try {
      List<String> previous = log(crashed, true);
      return previous.isEmpty() ? log(crashed, false) : previous;
    } catch (ApplierException e) {
      return List.of("(its log cannot be read: " + e.getMessage() + ")");
    }
  }

  private List<String> log(Problem.CrashedContainer crashed, boolean previous)
      throws InterruptedException {
    return cluster.logTail(
        crashed.namespace(), crashed.pod(), crashed.container(), previous, LOG_LINES);
  }

  /** A probe's failure is told of a pod; a pod that could not be made, of its controller. */
  private List<String> reports(KubernetesObject workload, WorkloadView view)
      throws InterruptedException {
    String namespace = String.valueOf(workload.namespace());
    try {
      for (KubernetesObject pod : pods(workload, view)) {
        if (!PodCheck.isReady(pod)) {
          List<String> warnings = cluster.warnings(namespace, "Pod", pod.name());
          return List.of(
              "pod "
                  + pod.name()
                  + " is not ready"
                  + (warnings.isEmpty() ? "" : ": " + warnings.getLast()));
        }
      }
      List<String> warnings = cluster.warnings(namespace, workload.kind(), workload.name());
      return warnings.isEmpty() ? List.of() : List.of(warnings.getLast());
    } catch (ApplierException e) {
      return List.of();
    }
  }

  private static List<KubernetesObject> pods(KubernetesObject workload, WorkloadView view) {
    return view.workload(workload.id())
        .map(seen -> WorkloadCheck.newPods(seen, view))
        .orElse(List.of());
  }
}
