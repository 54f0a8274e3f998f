package dev.slipway.applier.environment;

import dev.slipway.applier.ApplierException;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.Stand;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.clearance.ClearanceDesk;
import dev.slipway.applier.drift.Drift;
import dev.slipway.applier.drift.DriftSearch;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.events.Environment;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Keeps an environment as its last revision left it, while nothing newer is to be applied: looks
 * every so often, and puts right or tells what differs.
 *
 * <p>Only a revision that succeeded is kept: what people do to one that failed is their repair. A
 * hold stops it. Where the environment is guarded, what may stop a pod is asked for first, as
 * everything that does.
 */
final class DriftKeeper {
  private static final Logger log = LoggerFactory.getLogger(DriftKeeper.class);
  private static final int NAMED = 3;

  private final Stand stand;
  private final Preparation preparation;
  private final Outages outages;
  private final Duration every;

  DriftKeeper(Stand stand, Preparation preparation, Outages outages, Duration every) {
    this.stand = stand;
    this.preparation = preparation;
    this.outages = outages;
    this.every = every;
  }

  /** Looks, if it is time to; says when it will be. */
  Next look(
      Cleared cleared,
      Environment environment,
      EnvironmentMemory memory,
      KeyContext<ApplierState> context)
      throws InterruptedException {
    if (environment.rules().mode() == ApplyRules.Mode.OBSERVE
        || environment.heldBecause() != null) {
      memory.drift = null;
      return Next.whenChanged();
    }
    Announcements announcements = new Announcements(cleared, context.publisher(), stand.clock());
    DriftMemory drift = memory.drift;
    long now = stand.nanoTime().getAsLong();
    if (drift == null || !drift.isFor(cleared.sequence(), environment)) {
      drift =
          new DriftMemory(
              cleared.sequence(),
              environment,
              new ClearanceDesk(announcements, environment.guard() != null, stand.nanoTime()),
              now + firstAfter(environment),
              every);
      memory.drift = drift;
    }
    if (now < drift.dueAt && !drift.asks) {
      return Next.after(Duration.ofNanos(drift.dueAt - now));
    }
    drift.dueAt = now + every.toNanos();
    try {
      Next next =
          new Look(
                  new KeptRevision(
                      stand,
                      preparation,
                      cleared,
                      environment,
                      memory,
                      drift,
                      announcements,
                      context))
              .run();
      outages.looked(memory, context);
      return next;
    } catch (ApplierException e) {
      if (e instanceof UnavailableException away) {
        outages.failed(away, environment, memory, context);
      }
      // The next look comes anyway; who waits for a rollout is told by that.
      drift.asks = false;
      stand.outcomes().count("drift-unknown", e.token());
      log.atDebug()
          .addKeyValue("environment", environment.name())
          .addKeyValue("reason", e.token())
          .log("drift cannot be looked for");
      return Next.after(every);
    }
  }

  /** Environments that start together do not look together. */
  private long firstAfter(Environment environment) {
    long nanos = every.toNanos();
    return nanos / 2 + Math.floorMod((long) environment.name().hashCode() * 7919, nanos / 2 + 1);
  }

  /** One look. */
  private final class Look {
    private final KeptRevision kept;
    private final DriftMemory drift;
    private final DriftCorrection correction;

    private Look(KeptRevision kept) {
      this.kept = kept;
      this.drift = kept.drift;
      this.correction = new DriftCorrection(kept);
    }

    private Next run() throws InterruptedException {
      DriftReport report = new DriftReport(kept);
      MovedElsewhere elsewhere = new MovedElsewhere(kept, outages);
      Optional<ParentRecord> parent = kept.cluster.get(kept.set.parent()).map(ParentRecord::new);
      boolean missing = elsewhere.wasMissing();
      if (parent.isEmpty() && !missing) {
        drift.asks = false;
        report.tell(List.of(recordIsGone()));
        return Next.after(every);
      }
      boolean runs = isAt(parent, ParentRecord.Phase.SUCCEEDED);
      if (!runs && !missing && !isAt(parent, ParentRecord.Phase.FAILED)) {
        return Next.after(every); // It was never begun, or is another instance's by now.
      }
      if (elsewhere.appliesAgain(runs)) {
        return Next.after(Duration.ZERO);
      }
      if (!runs || parent.isEmpty() || elsewhere.wasRefused()) {
        return Next.after(every); // What people do to it now is their repair.
      }
      List<Drift> drifts =
          new DriftSearch(kept.cluster, kept.environment, kept.set, drift.clean)
              .drifts(kept.declared(), parent.get());
      correction.tellWhatWasPutRight(drifts);
      List<Drift> left = new ArrayList<>();
      List<Drift> harmless = new ArrayList<>();
      List<Drift> stopping = new ArrayList<>();
      for (Drift one : drifts) {
        Drift judged =
            kept.environment.rules().drift() == ApplyRules.DriftAnswer.REPORT
                ? one.left("apply.drift is report")
                : drift.slowed(one, stand.nanoTime().getAsLong());
        (judged.leftBecause() != null
                ? left
                : judged.stopsPods() && drift.desk.isGuarded() ? stopping : harmless)
            .add(judged);
      }
      report.tell(left);
      correction.correct(harmless, parent.get(), correction::mayWrite);
      return afterAsking(stopping, parent.get());
    }

    private boolean isAt(Optional<ParentRecord> parent, ParentRecord.Phase phase) {
      return parent.filter(record -> record.isAt(kept.cleared.sequence(), phase)).isPresent();
    }

    private Next afterAsking(List<Drift> stopping, ParentRecord parent)
        throws InterruptedException {
      drift.asks = false;
      if (stopping.isEmpty()) {
        return Next.after(every);
      }
      Optional<Next> wait = drift.desk.mustWait(purpose(stopping), kept.context.state());
      if (wait.isPresent()) {
        drift.asks = true;
        return wait.get() instanceof Next.After after && after.delay().compareTo(every) < 0
            ? after
            : Next.after(every);
      }
      correction.correct(stopping, parent, () -> correction.mayWrite() && drift.desk.isOpen());
      drift.desk.close();
      return Next.after(every);
    }

    private Drift recordIsGone() {
      return new Drift(
          KubernetesObject.named(kept.set.parent()),
          FieldManager.APPLY,
          new ObjectChange(kept.set.parent(), ObjectChange.Action.CREATED, List.of()),
          Set.of(),
          false,
          "without what the cluster records of the environment nothing is put right: the next"
              + " revision sets it up again, where it may");
    }
  }

  private static String purpose(List<Drift> drifts) {
    String named =
        drifts.stream()
            .limit(NAMED)
            .map(drift -> drift.object().kind() + "/" + drift.object().name())
            .collect(Collectors.joining(", "));
    int more = drifts.size() - NAMED;
    return "correct drift of " + named + (more > 0 ? " and " + more + " more" : "");
  }
}
