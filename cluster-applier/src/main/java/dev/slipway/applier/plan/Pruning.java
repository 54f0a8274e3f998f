package dev.slipway.applier.plan;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.events.Environment;
import dev.slipway.events.value.PruneLimits;
import dev.slipway.events.value.RolloutFailure;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** What may be deleted because its file is gone. */
public final class Pruning {
  private static final String KEEP = "slipway.dev/prune";
  private static final String KEEP_BY_FLUX = "kustomize.toolkit.fluxcd.io/prune";

  /** With these go data, or everything of a kind, wherever it lies. */
  private static final Set<String> NEVER = Set.of("PersistentVolume", "CustomResourceDefinition");

  private static final int NAMED = 3;

  private Pruning() {}

  public static boolean mayGo(KubernetesObject member, PruneLimits limits) {
    return mayBeDeleted(member, limits)
        && !Fields.has(member.content(), "metadata", "deletionTimestamp");
  }

  /** Also to be made anew. */
  public static boolean mayBeDeleted(KubernetesObject member, PruneLimits limits) {
    return !NEVER.contains(member.kind())
        && (limits.namespaces() || !member.kind().equals("Namespace"))
        && (limits.claims() || !member.kind().equals("PersistentVolumeClaim"))
        && !isKept(member, KEEP)
        && !isKept(member, KEEP_BY_FLUX)
        && !hasController(member);
  }

  /**
   * Refuses to delete more of the members at once than the limit.
   *
   * @throws RefusedException {@code PRUNE_LIMIT}
   */
  public static void refuseTooMany(
      Environment environment, List<KubernetesObject> gone, int members) {
    int atMost = environment.rules().prune().atMostPercent();
    if (gone.size() * 100L <= (long) atMost * members) {
      return;
    }
    String some =
        gone.stream()
            .limit(NAMED)
            .map(object -> object.objectName().describe())
            .collect(Collectors.joining(", "));
    throw new RefusedException(
        RolloutFailure.PRUNE_LIMIT,
        "%d of the %d objects of environment %s left it, and would be deleted: %s%s. At most %d%% may go at once, because a broken folder must not empty an environment. If it is meant: slipway confirm-prune %s"
            .formatted(
                gone.size(),
                members,
                environment.name(),
                some,
                gone.size() > NAMED ? " and " + (gone.size() - NAMED) + " more" : "",
                atMost,
                environment.name()));
  }

  /** Some controllers copy the labels of what they make things for. */
  private static boolean hasController(KubernetesObject member) {
    return member.list("metadata", "ownerReferences").stream()
        .anyMatch(owner -> Fields.isTrue(owner, "controller"));
  }

  private static boolean isKept(KubernetesObject member, String annotation) {
    return member.annotation(annotation).filter("disabled"::equals).isPresent();
  }
}
