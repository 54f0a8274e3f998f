package dev.slipway.applier.write;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Concurrently;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.Stage;
import dev.slipway.applier.plan.Plan.PlannedChange;
import dev.slipway.applier.plan.Trial;
import dev.slipway.events.Environment;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/** Writes a plan, stage by stage. Looks before every write whether it may. */
public final class PlanWriter {
  private static final Duration ESTABLISHED_WITHIN = Duration.ofSeconds(30);
  private static final Duration GONE_WITHIN = Duration.ofSeconds(60);
  private static final Duration LOOK_AGAIN = Duration.ofMillis(50);

  private final Cluster cluster;
  private final Environment environment;
  private final BooleanSupplier may;
  private final Duration establishedWithin;

  /**
   * Prepares to write.
   *
   * @param may whether anything more is to be written
   * @param patience with a definition that is not established, where it is less than usual
   */
  public PlanWriter(
      Cluster cluster, Environment environment, BooleanSupplier may, Duration patience) {
    this.establishedWithin =
        patience.compareTo(ESTABLISHED_WITHIN) < 0 ? patience : ESTABLISHED_WITHIN;
    this.cluster = cluster;
    this.environment = environment;
    this.may = may;
  }

  /**
   * Applies the changes.
   *
   * @return the objects as they are now; empty where it had to stop in the middle
   */
  public Optional<List<KubernetesObject>> apply(List<PlannedChange> changes)
      throws InterruptedException {
    Map<Stage, List<PlannedChange>> stages =
        changes.stream()
            .collect(
                Collectors.groupingBy(
                    one -> Stage.of(one.desired().object()), TreeMap::new, Collectors.toList()));
    List<KubernetesObject> written = new ArrayList<>();
    for (Map.Entry<Stage, List<PlannedChange>> stage : stages.entrySet()) {
      List<KubernetesObject> now = Concurrently.map(stage.getValue(), may, this::applyAsDeclared);
      if (now.size() < stage.getValue().size()) {
        return Optional.empty();
      }
      written.addAll(now);
      if (stage.getKey() == Stage.DEFINITIONS) {
        if (!new Establishment(cluster, may, establishedWithin).await(now)) {
          return Optional.empty();
        }
      }
    }
    return Optional.of(written);
  }

  /** Deletes what is desired no more; false where it had to stop in the middle. */
  public boolean prune(List<KubernetesObject> objects) throws InterruptedException {
    List<ObjectName> deleted =
        Concurrently.map(
            objects,
            may,
            object -> {
              cluster.delete(object.objectName(), object.uid());
              return object.objectName();
            });
    return deleted.size() == objects.size();
  }

  private KubernetesObject applyAsDeclared(PlannedChange change) throws InterruptedException {
    DesiredObject one = change.desired();
    try {
      String replaced = change.replaces();
      if (replaced != null) {
        remove(one.object().objectName(), replaced);
      }
      return change.tried()
          ? cluster.apply(one.object(), FieldManager.forApplying(environment))
          : applyUntried(one.object());
    } catch (RefusedException e) {
      throw new RefusedException(e.reason(), one.file().path() + ": " + e.getMessage(), e);
    }
  }

  /** Others' fields are left to them, or taken from them, as where it is tried first. */
  private KubernetesObject applyUntried(KubernetesObject object) throws InterruptedException {
    try {
      return cluster.apply(object, FieldManager.APPLY);
    } catch (RefusedException e) {
      if (e.reason() != RolloutFailure.CONFLICT) {
        throw e;
      }
      return cluster.apply(
          Trial.of(cluster, object, environment).object(), FieldManager.forApplying(environment));
    }
  }

  /** Deletes it, and waits until it is gone: whoever finalizes it may take a moment. */
  private void remove(ObjectName name, String uid) throws InterruptedException {
    cluster.delete(name, uid);
    long deadline = System.nanoTime() + GONE_WITHIN.toNanos();
    while (cluster.get(name).filter(now -> now.uid().equals(uid)).isPresent()) {
      if (System.nanoTime() > deadline) {
        throw new RefusedException(
            RolloutFailure.IMMUTABLE,
            "%s was deleted to be made anew, and is not gone after %d s: a finalizer keeps it"
                .formatted(name.describe(), GONE_WITHIN.toSeconds()));
      }
      Thread.sleep(LOOK_AGAIN);
    }
  }
}
