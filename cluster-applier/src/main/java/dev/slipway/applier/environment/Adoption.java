package dev.slipway.applier.environment;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Concurrently;
import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Takeover;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.Differences;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.DesiredState;
import dev.slipway.events.AdoptionReported;
import dev.slipway.events.Environment;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ForeignFields;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Takes the fields that an environment's files name from whoever applied them before: kubectl,
 * Helm, Argo CD, Flux. Only who owns them changes, never a value: no pod is restarted, so it asks
 * no guard. Then the newest revision is tried again: what Git says otherwise comes with that
 * rollout, the guard's way, and meets no conflict any more; what is taken out of Git then goes from
 * the cluster.
 */
final class Adoption {
  private static final int MOST_ENTRIES = 200;
  private static final int MOST_FIELDS = 50;
  private static final int MOST_RACES = 5;

  private final Cluster cluster;
  private final Environment environment;
  private final GitRevision commit;
  private final List<DesiredObject> desired;
  private final String set;

  Adoption(
      Cluster cluster, Environment environment, GitRevision commit, List<DesiredObject> declared)
      throws InterruptedException {
    ApplySet members = new ApplySet(environment.name(), environment.namespace());
    this.cluster = cluster;
    this.environment = environment;
    this.commit = commit;
    this.desired = DesiredState.of(declared, cluster, members);
    this.set = members.id();
  }

  /** Who owns what. Writes nothing. */
  AdoptionReported show(EventId question) throws InterruptedException {
    return reported(question, false, Concurrently.map(desired, this::look));
  }

  /**
   * Takes it. Each object is tried before any is written.
   *
   * @param may looked at before every write
   * @throws RefusedException {@code ON_HOLD}, {@code REJECTED} where something would change that is
   *     not to, and as a dry-run
   */
  AdoptionReported take(EventId question, BooleanSupplier may) throws InterruptedException {
    List<Optional<Takeover>> toTake = Concurrently.map(desired, this::tried);
    List<Takeover> wanted = toTake.stream().flatMap(Optional::stream).toList();
    List<Optional<Takeover>> taken = Concurrently.map(wanted, may, this::taken);
    if (taken.size() < wanted.size()) {
      throw new RefusedException(
          RolloutFailure.ON_HOLD,
          "environment %s is on hold: %d of %d objects were taken over before. Ask again after: slipway resume %s"
              .formatted(environment.name(), taken.size(), wanted.size(), environment.name()));
    }
    return reported(question, true, taken);
  }

  private Optional<Takeover> look(DesiredObject one) throws InterruptedException {
    Optional<KubernetesObject> live = cluster.get(one.object().objectName());
    if (live.isEmpty()) {
      return Optional.empty();
    }
    ApplySet.of(live.get())
        .filter(owner -> !owner.equals(set))
        .filter(owner -> !owner.equals(predecessor()))
        .ifPresent(
            owner -> {
              throw new RefusedException(
                  RolloutFailure.OWNED_BY_ANOTHER,
                  "%s: %s belongs to another environment (ApplySet %s). Take it out of one of them"
                      .formatted(one.file().path(), live.get(), owner));
            });
    KubernetesObject tried = cluster.dryRun(one.object(), FieldManager.APPLY_FORCED);
    return Optional.of(Takeover.of(live.get(), tried)).filter(takeover -> !takeover.isNothing());
  }

  private String predecessor() {
    return environment.formerly() == null
        ? set
        : new ApplySet(environment.formerly(), environment.namespace()).id();
  }

  private Optional<Takeover> tried(DesiredObject one) throws InterruptedException {
    Optional<Takeover> takeover = look(one);
    if (takeover.isPresent()) {
      refuseChanges(takeover.get(), cluster.tryTakeover(takeover.get()));
    }
    return takeover;
  }

  /** A webhook might put something in. */
  private static void refuseChanges(Takeover takeover, KubernetesObject after) {
    KubernetesObject before = takeover.live();
    List<String> changes =
        Differences.between(before, after).stream()
            .filter(path -> !path.startsWith("metadata.annotations"))
            .toList();
    if (!changes.isEmpty()) {
      throw new RefusedException(
          RolloutFailure.REJECTED,
          "%s: something in the cluster would change %s at the same time; nothing was taken over"
              .formatted(before, changes));
    }
  }

  /** Somebody may write the object meanwhile, a controller its status: then once more. */
  private Optional<Takeover> taken(Takeover wanted) throws InterruptedException {
    Takeover takeover = wanted;
    for (int race = 1; ; race++) {
      try {
        cluster.takeOver(takeover);
        return Optional.of(wanted);
      } catch (UnavailableException e) {
        if (e.reason() != UnavailableException.Reason.LOST_RACE || race == MOST_RACES) {
          throw e;
        }
      }
      Optional<Takeover> again = look(desired(wanted));
      if (again.isEmpty()) {
        return Optional.of(wanted);
      }
      takeover = again.get();
    }
  }

  private DesiredObject desired(Takeover takeover) {
    return desired.stream()
        .filter(one -> Objects.equals(one.object().id(), takeover.live().id()))
        .findFirst()
        .orElseThrow();
  }

  private AdoptionReported reported(
      EventId question, boolean taken, List<Optional<Takeover>> takeovers) {
    List<ForeignFields> all =
        takeovers.stream()
            .flatMap(Optional::stream)
            .flatMap(takeover -> takeover.foreign().stream())
            .toList();
    List<ForeignFields> told = all.stream().limit(MOST_ENTRIES).map(Adoption::shortened).toList();
    return new AdoptionReported(
        environment.name(), question, commit, taken, told, all.size() - told.size());
  }

  private static ForeignFields shortened(ForeignFields foreign) {
    if (foreign.fields().size() <= MOST_FIELDS) {
      return foreign;
    }
    List<String> fields = new ArrayList<>(foreign.fields().subList(0, MOST_FIELDS));
    fields.add("and " + (foreign.fields().size() - MOST_FIELDS) + " more");
    return new ForeignFields(foreign.object(), foreign.manager(), fields);
  }
}
