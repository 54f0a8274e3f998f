package dev.slipway.applier.plan;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.RunningImages;
import dev.slipway.applier.rollout.WorkloadCheck;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * Which workloads a restart concerns, and the mark that it leaves on them, so that the next
 * instance does not repeat it.
 */
public final class Restarts {
  /**
   * On the pod template of a Deployment or DaemonSet, where it makes new pods; on a StatefulSet
   * itself, whose pods are ended one by one.
   */
  public static final String MARK = "slipway.dev/restarted-for";

  private Restarts() {}

  /** The ids of the restarts that concern the workload. */
  public static Set<String> marks(KubernetesObject workload, List<Restart> restarts) {
    return restarts.stream()
        .filter(restart -> concerns(restart, workload))
        .map(restart -> restart.id().toString())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  public static boolean concerns(Restart restart, KubernetesObject workload) {
    if (!WorkloadCheck.restarts(workload)) {
      return false;
    }
    if (restart.workload() != null) {
      return RunningImages.workloadName(workload).equals(restart.workload());
    }
    ImageReference image = restart.image();
    return image == null
        || RunningImages.named(workload).anyMatch(named -> sameImage(named.getValue(), image));
  }

  /** The same tag of the same repository: a digest says nothing of what the file names. */
  public static boolean sameImage(ImageReference named, ImageReference restarted) {
    return named.repository().equals(restarted.repository())
        && (restarted.tag() == null || restarted.tag().equals(named.tag()));
  }

  public static boolean isMarked(KubernetesObject live, Set<String> marks) {
    Optional<String> mark =
        isOrdered(live)
            ? live.annotation(MARK)
            : live.text("spec", "template", "metadata", "annotations", MARK);
    return split(mark.orElse("")).containsAll(marks);
  }

  /** Whether its pods are restarted one by one. */
  public static boolean isOrdered(KubernetesObject workload) {
    return workload.kind().equals("StatefulSet");
  }

  public static Set<String> split(String list) {
    return Arrays.stream(list.split(",", -1))
        .filter(element -> !element.isEmpty())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
