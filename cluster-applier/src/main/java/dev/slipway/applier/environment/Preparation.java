package dev.slipway.applier.environment;

import dev.slipway.applier.Cluster;
import dev.slipway.applier.Clusters;
import dev.slipway.applier.Declared;
import dev.slipway.applier.Folder;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Stand;
import dev.slipway.applier.clearance.ClearanceDesk;
import dev.slipway.applier.plan.Applied;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.applier.plan.Planner;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.events.Environment;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Fetches, renders and compares: everything that can be done before anything is written. */
final class Preparation {
  /** A plan that waits for its clearance longer is made anew: the cluster may have changed. */
  private static final Duration PLAN_HOLDS = Duration.ofSeconds(30);

  private final Stand stand;

  Preparation(Stand stand) {
    this.stand = stand;
  }

  /**
   * The attempt that is under way for this revision, or a new one.
   *
   * @throws RefusedException for whatever speaks against applying it
   */
  Attempt attempt(
      Cleared cleared,
      Environment environment,
      List<Restart> restarts,
      boolean pruneConfirmed,
      EnvironmentMemory memory,
      Announcements announcements)
      throws InterruptedException {
    Attempt running = memory.attempt;
    if (running != null && running.isFor(cleared, environment, PLAN_HOLDS)) {
      return running;
    }
    memory.drop();
    Cluster cluster = cluster(environment);
    Planner planner = new Planner(cluster, environment, cleared.revision(), pruneConfirmed);
    Declared declared;
    Optional<ParentRecord> parent;
    try (Begun<Optional<ParentRecord>> recorded = Begun.of(planner::parent)) {
      declared = declared(environment, cleared.revision().commit(), cluster);
      memory.takes = declared.elsewhere();
      parent = recorded.join();
    }
    Applied known = known(parent, environment, cleared, memory);
    Attempt attempt =
        new Attempt(
            cleared,
            environment,
            cluster,
            planner.plan(parent, declared.objects(), restarts, known),
            restarts,
            memory.desk(
                cleared,
                () -> new ClearanceDesk(announcements, cleared.guarded(), stand.nanoTime())),
            announcements,
            stand,
            known);
    memory.attempt = attempt;
    return attempt;
  }

  /**
   * Where the environment runs.
   *
   * @throws RefusedException {@code UNKNOWN_CLUSTER}
   */
  Cluster cluster(Environment environment) {
    String account = environment.rules().serviceAccount();
    Clusters clusters = stand.clusters();
    return (account == null
            ? clusters.find(environment.cluster())
            : clusters.findAs(
                environment.cluster(),
                new Clusters.ServiceAccount(environment.namespace(), account)))
        .orElseThrow(
            () ->
                new RefusedException(
                    RolloutFailure.UNKNOWN_CLUSTER,
                    "environment %s runs in cluster '%s', which no applier knows: see slipway.applier.clusters"
                        .formatted(environment.name(), environment.cluster())));
  }

  /**
   * What the environment's files say at that commit.
   *
   * @throws RefusedException where they cannot be rendered
   */
  Declared declared(Environment environment, GitRevision commit, Cluster cluster)
      throws InterruptedException {
    Folder folder =
        stand
            .source()
            .folder(environment.source(), environment.branch(), commit, environment.path());
    return stand.renderer().render(folder, environment, cluster);
  }

  private static @Nullable Applied known(
      Optional<ParentRecord> parent,
      Environment environment,
      Cleared cleared,
      EnvironmentMemory memory) {
    Applied applied = memory.applied;
    return parent.isPresent()
            && applied != null
            && applied.coversAllBut(parent.get(), environment, cleared.sequence())
        ? applied
        : null;
  }
}
