package dev.slipway.applier.environment;

import dev.slipway.applier.ApplierException;
import dev.slipway.applier.Cluster;
import dev.slipway.applier.Concurrently;
import dev.slipway.applier.Declared;
import dev.slipway.applier.FieldManager;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Stand;
import dev.slipway.applier.clearance.ClearanceDesk;
import dev.slipway.applier.drift.Drift;
import dev.slipway.applier.drift.DriftSearch;
import dev.slipway.applier.object.ApplySet;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.object.ObjectId;
import dev.slipway.applier.plan.Applied;
import dev.slipway.applier.plan.DesiredState;
import dev.slipway.applier.plan.ParentRecord;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.applier.state.ApplierState.Correction;
import dev.slipway.applier.state.ApplierState.Correction.Corrected;
import dev.slipway.applier.state.ApplierState.Elsewhere;
import dev.slipway.events.Environment;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.BooleanSupplier;
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
  private final Duration every;

  DriftKeeper(Stand stand, Preparation preparation, Duration every) {
    this.stand = stand;
    this.preparation = preparation;
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
      return new Look(cleared, environment, memory, drift, announcements, context).run();
    } catch (ApplierException e) {
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
    private final Cleared cleared;
    private final Environment environment;
    private final EnvironmentMemory memory;
    private final DriftMemory drift;
    private final Announcements announcements;
    private final KeyContext<ApplierState> context;
    private final Cluster cluster;
    private final ApplySet set;

    private Look(
        Cleared cleared,
        Environment environment,
        EnvironmentMemory memory,
        DriftMemory drift,
        Announcements announcements,
        KeyContext<ApplierState> context) {
      this.cleared = cleared;
      this.environment = environment;
      this.memory = memory;
      this.drift = drift;
      this.announcements = announcements;
      this.context = context;
      this.cluster = preparation.cluster(environment);
      this.set = new ApplySet(environment.name(), environment.namespace());
    }

    private Next run() throws InterruptedException {
      Optional<ParentRecord> parent = cluster.get(set.parent()).map(ParentRecord::new);
      boolean unrendered = wasNotRendered();
      if (parent.isEmpty() && !unrendered) {
        drift.asks = false;
        tell(List.of(recordIsGone()));
        return Next.after(every);
      }
      boolean runs = isAt(parent, ParentRecord.Phase.SUCCEEDED);
      if (!runs && !unrendered && !isAt(parent, ParentRecord.Phase.FAILED)) {
        return Next.after(every); // It was never begun, or is another instance's by now.
      }
      if (hasMovedElsewhere(runs)) {
        memory.forget();
        String again = EventId.random().toString();
        var _ = context.update(state -> state.withSourceMoved(cleared.sequence(), again));
        stand.outcomes().count("found", "SOURCE_MOVED");
        log.atInfo()
            .addKeyValue("environment", environment.name())
            .addKeyValue("sequence", cleared.sequence())
            .log(
                "a chart or values from elsewhere are others by now: the revision is applied"
                    + " again");
        return Next.after(Duration.ZERO);
      }
      if (!runs || parent.isEmpty() || isRefused()) {
        return Next.after(every); // What people do to it now is their repair.
      }
      List<Drift> drifts =
          new DriftSearch(cluster, environment, set, drift.clean).drifts(declared(), parent.get());
      tellWhatWasPutRight(drifts);
      List<Drift> left = new ArrayList<>();
      List<Drift> harmless = new ArrayList<>();
      List<Drift> stopping = new ArrayList<>();
      for (Drift one : drifts) {
        Drift judged =
            environment.rules().drift() == ApplyRules.DriftAnswer.REPORT
                ? one.left("apply.drift is report")
                : drift.slowed(one, stand.nanoTime().getAsLong());
        (judged.leftBecause() != null
                ? left
                : judged.stopsPods() && drift.desk.isGuarded() ? stopping : harmless)
            .add(judged);
      }
      tell(left);
      correct(harmless, parent.get(), this::mayWrite);
      return afterAsking(stopping, parent.get());
    }

    private boolean isAt(Optional<ParentRecord> parent, ParentRecord.Phase phase) {
      return parent.filter(record -> record.isAt(cleared.sequence(), phase)).isPresent();
    }

    /** A chart or values were missing: they are looked for until they come. */
    private boolean wasNotRendered() {
      Elsewhere elsewhere = context.state().elsewhere();
      return elsewhere != null && elsewhere.digest().isEmpty();
    }

    private Next afterAsking(List<Drift> stopping, ParentRecord parent)
        throws InterruptedException {
      drift.asks = false;
      if (stopping.isEmpty()) {
        return Next.after(every);
      }
      Optional<Next> wait = drift.desk.mustWait(purpose(stopping), context.state());
      if (wait.isPresent()) {
        drift.asks = true;
        return wait.get() instanceof Next.After after && after.delay().compareTo(every) < 0
            ? after
            : Next.after(every);
      }
      correct(stopping, parent, () -> mayWrite() && drift.desk.isOpen());
      drift.desk.close();
      return Next.after(every);
    }

    private Map<ObjectId, KubernetesObject> declared() throws InterruptedException {
      Map<ObjectId, KubernetesObject> known = drift.declared;
      if (known == null) {
        Applied applied = memory.applied;
        known =
            applied != null && applied.sequence().equals(cleared.sequence())
                ? applied.objects()
                : objects(rendered());
        drift.declared = known;
      }
      return known;
    }

    /**
     * Whether the same commit means something else by now than what was applied, by this instance
     * or by one before: a chart of another repository, or a newer version in a range.
     */
    private boolean hasMovedElsewhere(boolean runs) throws InterruptedException {
      Elsewhere before = context.state().elsewhere();
      if (before == null) {
        noteWhatNobodyNoted(runs);
        return false;
      }
      Declared now;
      try {
        now = rendered();
      } catch (RefusedException e) {
        // What was applied stays good while the other place is away, or broken.
        stand.outcomes().count("source-unknown", e.token());
        tellBroken(before, String.valueOf(e.getMessage()));
        return false;
      } catch (ApplierException e) {
        stand.outcomes().count("source-unknown", e.token());
        return false;
      }
      String digest = now.elsewhere();
      if (before.digest().isEmpty()) {
        return true;
      }
      if (before.broken() != null) {
        var _ = context.update(state -> state.withElsewhereBroken(cleared.sequence(), null));
      }
      if (digest == null || digest.equals(before.digest())) {
        return false;
      }
      if (!before.runs() || !isAppliedHere(now)) {
        return true;
      }
      var _ = context.update(state -> state.withElsewhere(cleared.sequence(), digest));
      return false;
    }

    /** Once for each cause, whoever looks. */
    private void tellBroken(Elsewhere before, String why) {
      if (why.equals(before.broken())) {
        return;
      }
      announcements.driftFound(
          List.of(), "what it takes from elsewhere cannot be rendered by now: " + why);
      var _ = context.update(state -> state.withElsewhereBroken(cleared.sequence(), why));
      log.atWarn()
          .addKeyValue("environment", environment.name())
          .addKeyValue("sequence", cleared.sequence())
          .log("a chart or values from elsewhere cannot be rendered by now");
    }

    /** An older version of this service did not note it: what is there now is the measure. */
    private void noteWhatNobodyNoted(boolean runs) throws InterruptedException {
      if (!runs || drift.declared != null || memory.applied != null) {
        return;
      }
      Declared now = rendered();
      drift.declared = objects(now);
      String digest = now.elsewhere();
      if (digest != null) {
        var _ = context.update(state -> state.withElsewhere(cleared.sequence(), digest));
      }
    }

    /** Another chart may come to the same objects. */
    private boolean isAppliedHere(Declared now) throws InterruptedException {
      Applied applied = memory.applied;
      try {
        return applied != null
            && applied.sequence().equals(cleared.sequence())
            && applied.objects().equals(objects(now));
      } catch (RefusedException e) {
        return false; // Applying it tells why.
      }
    }

    /** What it is by now could not be written; what ran before may run still. */
    private boolean isRefused() {
      Elsewhere elsewhere = context.state().elsewhere();
      return elsewhere != null && !elsewhere.runs();
    }

    private Declared rendered() throws InterruptedException {
      return preparation.declared(environment, cleared.revision().commit(), cluster);
    }

    private Map<ObjectId, KubernetesObject> objects(Declared declared) throws InterruptedException {
      return Applied.objects(DesiredState.of(declared.objects(), cluster, set));
    }

    /** What puts it right is seen before it is told. */
    private void correct(List<Drift> drifts, ParentRecord parent, BooleanSupplier may)
        throws InterruptedException {
      if (drifts.isEmpty() || !may.getAsBoolean()) {
        return;
      }
      // Nothing changes by it, unless somebody else was here: then it is refused.
      ParentRecord _ = new ParentRecord(cluster.replace(parent.object()));
      Correction begun =
          new Correction(
              EventId.random(), cleared.sequence(), drifts.stream().map(Look::corrected).toList());
      var _ = context.update(state -> state.withCorrecting(begun));
      List<Drift> done =
          Concurrently.map(
              drifts,
              may,
              one -> {
                KubernetesObject _ = cluster.apply(one.object(), one.manager());
                return one;
              });
      if (done.isEmpty()) {
        var _ = context.update(state -> state.withCorrecting(null));
        return;
      }
      drift.corrected(done, stand.nanoTime().getAsLong());
      Applied applied = memory.applied;
      memory.applied = applied == null ? null : applied.without(DriftMemory.ids(done));
      announcements.driftCorrected(begun, done.stream().map(Look::corrected).toList());
      var _ = context.update(state -> state.withCorrecting(null));
      stand.outcomes().count("corrected", "DRIFT");
      log.atInfo()
          .addKeyValue("environment", environment.name())
          .addKeyValue("sequence", cleared.sequence())
          .addKeyValue("objects", done.size())
          .log("drift corrected");
    }

    /** By an instance that did not come to telling it: what does not differ any more. */
    private void tellWhatWasPutRight(List<Drift> stillThere) {
      Correction begun = context.state().correcting();
      if (begun == null) {
        return;
      }
      Set<ObjectName> left =
          stillThere.stream().map(one -> one.change().object()).collect(Collectors.toSet());
      List<Corrected> done =
          begun.objects().stream().filter(one -> !left.contains(one.change().object())).toList();
      if (!done.isEmpty()) {
        announcements.driftCorrected(begun, done);
      }
      var _ = context.update(state -> state.withCorrecting(null));
    }

    private static Corrected corrected(Drift drift) {
      return new Corrected(drift.change(), drift.cause());
    }

    private boolean mayWrite() {
      ApplierState state = context.state();
      return state.hold() == null && state.pending().isEmpty();
    }

    private void tell(List<Drift> left) {
      Map<String, List<Drift>> byReason =
          drift.news(left).stream()
              .collect(
                  Collectors.groupingBy(
                      one -> String.valueOf(one.leftBecause()),
                      LinkedHashMap::new,
                      Collectors.toList()));
      byReason.forEach(
          (because, drifts) -> {
            announcements.driftFound(changes(drifts), causes(drifts) + "; " + because);
            stand.outcomes().count("found", "DRIFT");
          });
    }

    private Drift recordIsGone() {
      return new Drift(
          KubernetesObject.named(set.parent()),
          FieldManager.APPLY,
          new ObjectChange(set.parent(), ObjectChange.Action.CREATED, List.of()),
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

  private static List<ObjectChange> changes(List<Drift> drifts) {
    return drifts.stream().map(Drift::change).toList();
  }

  private static String causes(List<Drift> drifts) {
    return String.join(
        ", ", drifts.stream().map(Drift::cause).collect(Collectors.toCollection(TreeSet::new)));
  }
}
