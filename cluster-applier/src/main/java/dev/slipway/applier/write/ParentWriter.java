package dev.slipway.applier.write;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.applier.plan.ParentRecord.Phase;
import dev.slipway.applier.plan.Plan;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.Sequence;

/**
 * Records in the cluster which revision is being applied, by compare-and-set: an instance that has
 * lost its partition finds that somebody else was here, and stops.
 */
public final class ParentWriter {
  private final Cluster cluster;
  private final Plan plan;
  private final Sequence sequence;
  private final GitRevision commit;
  private ParentRecord current;
  private boolean exists;

  public ParentWriter(Cluster cluster, Plan plan, Sequence sequence, GitRevision commit) {
    this.cluster = cluster;
    this.plan = plan;
    this.sequence = sequence;
    this.commit = commit;
    this.exists = plan.parent().isPresent();
    this.current = plan.parent().orElseGet(() -> ParentRecord.initial(plan.set()));
  }

  /** The version that we wrote last. */
  public String version() {
    return current.version();
  }

  /**
   * Records the phase. The first time in an environment that was never set up this makes its
   * namespace and its parent object.
   *
   * @return the version that was written
   * @throws RefusedException {@code OUTDATED} where a newer revision is recorded by now
   * @throws UnavailableException {@code LOST_RACE} where another instance is at the same revision
   */
  public String record(Phase phase) throws InterruptedException {
    ParentRecord next =
        current.at(sequence, phase, commit, plan.kinds(), plan.additionalNamespaces());
    current = exists ? replace(next) : create(next);
    exists = true;
    return version();
  }

  private ParentRecord replace(ParentRecord next) throws InterruptedException {
    try {
      return new ParentRecord(cluster.replace(next.object()));
    } catch (UnavailableException e) {
      if (e.reason() == UnavailableException.Reason.LOST_RACE) {
        refuseIfOutdated();
      }
      throw e;
    }
  }

  private void refuseIfOutdated() throws InterruptedException {
    ObjectName name = plan.set().parent();
    cluster
        .get(name)
        .map(ParentRecord::new)
        .flatMap(ParentRecord::sequence)
        .filter(recorded -> recorded.isAfter(sequence))
        .ifPresent(
            recorded -> {
              throw new RefusedException(
                  RolloutFailure.OUTDATED,
                  "%s records revision %s by now, which is newer than %s"
                      .formatted(name.describe(), recorded, sequence));
            });
  }

  private ParentRecord create(ParentRecord next) throws InterruptedException {
    ObjectName namespace = new ObjectName("v1", "Namespace", null, plan.set().namespace());
    if (cluster.get(namespace).isEmpty()) {
      cluster.create(KubernetesObject.named(namespace));
    }
    return cluster
        .create(next.object())
        .map(ParentRecord::new)
        .orElseThrow(
            () ->
                new UnavailableException(
                    UnavailableException.Reason.LOST_RACE,
                    plan.set().parent().describe() + " was made by somebody else"));
  }
}
