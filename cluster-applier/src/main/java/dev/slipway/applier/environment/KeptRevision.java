package dev.slipway.applier.environment;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Declared;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Stand;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.plan.Applied;
import dev.slipway.applier.plan.DesiredState;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.events.Environment;
import dev.slipway.messaging.KeyContext;
import java.util.Map;
import java.util.Optional;

/** The revision that an environment is kept at, for one look at it: what it declares, and where. */
final class KeptRevision {
  final Stand stand;
  final Cleared cleared;
  final Environment environment;
  final EnvironmentMemory memory;
  final DriftMemory drift;
  final Announcements announcements;
  final KeyContext<ApplierState> context;
  final Cluster cluster;
  final ApplySet set;
  private final Preparation preparation;

  KeptRevision(
      Stand stand,
      Preparation preparation,
      Cleared cleared,
      Environment environment,
      EnvironmentMemory memory,
      DriftMemory drift,
      Announcements announcements,
      KeyContext<ApplierState> context) {
    this.stand = stand;
    this.preparation = preparation;
    this.cleared = cleared;
    this.environment = environment;
    this.memory = memory;
    this.drift = drift;
    this.announcements = announcements;
    this.context = context;
    this.cluster = preparation.cluster(environment);
    this.set = new ApplySet(environment.name(), environment.namespace());
  }

  /** What it declares, as it was applied. */
  Map<ObjectId, KubernetesObject> declared() throws InterruptedException {
    Map<ObjectId, KubernetesObject> known = drift.declared;
    if (known == null) {
      Optional<Applied> applied = applied();
      known = applied.isPresent() ? applied.get().objects() : objects(rendered());
      drift.declared = known;
    }
    return known;
  }

  /** What this instance applied of it; empty where another did. */
  Optional<Applied> applied() {
    return Optional.ofNullable(memory.applied)
        .filter(applied -> applied.sequence().equals(cleared.sequence()));
  }

  /**
   * What it declares now, with what it takes from elsewhere.
   *
   * @throws RefusedException where it cannot be rendered
   */
  Declared rendered() throws InterruptedException {
    return preparation.declared(environment, cleared.revision().commit(), cluster);
  }

  Map<ObjectId, KubernetesObject> objects(Declared declared) throws InterruptedException {
    return Applied.objects(DesiredState.of(declared.objects(), cluster, set));
  }
}
