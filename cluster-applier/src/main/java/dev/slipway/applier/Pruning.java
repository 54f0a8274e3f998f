package dev.slipway.applier;

import dev.slipway.applier.object.Fields;
import dev.slipway.applier.object.KubernetesObject;
import java.util.Set;

/** What may be deleted because its file is gone. */
final class Pruning {
  private static final String KEEP = "slipway.dev/prune";
  private static final String KEEP_BY_FLUX = "kustomize.toolkit.fluxcd.io/prune";

  /** With these go data, or everything that lies in them. */
  private static final Set<String> NEVER =
      Set.of("Namespace", "PersistentVolumeClaim", "PersistentVolume", "CustomResourceDefinition");

  private Pruning() {}

  static boolean mayGo(KubernetesObject member) {
    return !NEVER.contains(member.kind())
        && !isKept(member, KEEP)
        && !isKept(member, KEEP_BY_FLUX)
        && !Fields.has(member.content(), "metadata", "deletionTimestamp")
        && !hasController(member);
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
