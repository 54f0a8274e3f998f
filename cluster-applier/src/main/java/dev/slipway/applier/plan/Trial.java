package dev.slipway.applier.plan;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.FieldConflict;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.LiveFields;
import dev.slipway.events.Environment;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What applying an object would make of it. Fields that a controller keeps (replicas under an
 * autoscaler) are left to it, also where the environment takes those of others: it would only
 * change them back.
 *
 * @param object what is to be applied: the declared object without what is left
 * @param result the object as that would leave it
 */
public record Trial(KubernetesObject object, KubernetesObject result) {
  private static final Logger log = LoggerFactory.getLogger(Trial.class);

  /**
   * Tries it. Writes nothing.
   *
   * @throws RefusedException as {@link Cluster#apply}
   */
  public static Trial of(Cluster cluster, KubernetesObject declared, Environment environment)
      throws InterruptedException {
    try {
      return new Trial(declared, cluster.dryRun(declared, FieldManager.APPLY));
    } catch (RefusedException e) {
      return contested(cluster, declared, environment, e);
    }
  }

  private static Trial contested(
      Cluster cluster, KubernetesObject declared, Environment environment, RefusedException refusal)
      throws InterruptedException {
    if (refusal.reason() != RolloutFailure.CONFLICT) {
      throw refusal;
    }
    KubernetesObject rest = declared;
    List<FieldConflict> left = new ArrayList<>();
    for (FieldConflict conflict : refusal.conflicts()) {
      Optional<KubernetesObject> without =
          conflict.isKeptByController()
              ? LiveFields.without(rest, conflict.field())
              : Optional.empty();
      if (without.isPresent()) {
        rest = without.get();
        left.add(conflict);
      }
    }
    boolean othersToo = left.size() < refusal.conflicts().size();
    if (!environment.rules().force() && (othersToo || left.isEmpty())) {
      throw refusal;
    }
    Trial trial = new Trial(rest, cluster.dryRun(rest, FieldManager.forApplying(environment)));
    if (!left.isEmpty()) {
      log.atInfo()
          .addKeyValue("environment", environment.name())
          .addKeyValue("object", declared)
          .addKeyValue("fields", texts(left))
          .log("fields that a controller keeps are left to it");
    }
    return trial;
  }

  private static String texts(List<FieldConflict> left) {
    return left.stream()
        .map(one -> "%s (%s)".formatted(one.field().substring(1), one.manager()))
        .collect(Collectors.joining(", "));
  }
}
