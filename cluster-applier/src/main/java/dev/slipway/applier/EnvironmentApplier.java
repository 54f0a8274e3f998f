package dev.slipway.applier;

import dev.slipway.applier.ApplierState.Cleared;
import dev.slipway.applier.ApplierState.Hold;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.KeyedService;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.UnreadableDelivery;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings each environment's cluster to its newest cleared revision. The key is the environment's
 * name.
 *
 * <p>What is done is recognised when it is there already, so a crash anywhere, a second instance or
 * a repeated event end in the same state. Held: nothing is written, looked at before every write.
 */
public final class EnvironmentApplier implements KeyedService<ApplierState> {
  private static final Logger log = LoggerFactory.getLogger(EnvironmentApplier.class);
  private static final Duration CONFIGURATION_SOON = Duration.ofMillis(50);

  /** A plan that waits for its clearance longer is made anew: the cluster may have changed. */
  private static final Duration PLAN_HOLDS = Duration.ofSeconds(30);

  /** What this instance remembers of an environment; nothing depends on it but speed. */
  private static final class Memory {
    private @Nullable Attempt attempt;
    private @Nullable Applied applied;
    private @Nullable Asking asking;
  }

  /** Outlives a plan that is made anew, so that a silent guard is not asked more often for it. */
  private record Asking(Sequence sequence, ClearanceDesk desk) {}

  private final Stand stand;
  private final ConcurrentMap<String, Memory> memories = new ConcurrentHashMap<>();

  public EnvironmentApplier(Stand stand) {
    this.stand = stand;
  }

  @Override
  public Class<ApplierState> stateType() {
    return ApplierState.class;
  }

  @Override
  public ApplierState initialState(String key) {
    return ApplierState.EMPTY;
  }

  @Override
  public ApplierState record(String key, ApplierState state, Delivery delivery) {
    EventEnvelope<?> envelope = delivery.envelope();
    return switch (envelope.event()) {
      case RevisionCleared cleared ->
          state.withCleared(
              new EventEnvelope<>(
                  envelope.id(),
                  envelope.source(),
                  envelope.time(),
                  cleared,
                  envelope.correlationId(),
                  envelope.causationId(),
                  envelope.traceparent()));
      case RevisionHeld held -> state.withHeld(held.revision().sequence());
      case HoldRequested hold -> state.withHold(new Hold(hold.actor(), hold.reason()));
      case ResumeRequested _ -> state.withHold(null);
      default -> state; // The topics carry more than concerns us.
    };
  }

  /** Nobody knows whether it was the wish to stand still: it stands still until it is resumed. */
  @Override
  public ApplierState recordUnreadable(
      String key, ApplierState state, UnreadableDelivery delivery) {
    return delivery.type() == EventType.HOLD_REQUESTED
            || delivery.type() == EventType.RESUME_REQUESTED
        ? state.withHold(new Hold(null, "a " + delivery.type().kebabName() + " could not be read"))
        : state;
  }

  @Override
  public Next work(KeyContext<ApplierState> context) throws InterruptedException {
    ApplierState state = context.state();
    Memory memory = memories.computeIfAbsent(context.key(), key -> new Memory());
    Optional<Cleared> pending = state.pending();
    if (pending.isEmpty()) {
      memory.attempt = null;
      return Next.whenChanged();
    }
    Revision revision = pending.get().revision();
    if (!context.configuration().hasRead(revision.configurationOffset())) {
      return Next.after(CONFIGURATION_SOON);
    }
    Optional<Environment> environment = context.configuration().environment(revision.environment());
    if (environment.isEmpty()) {
      stand.outcomes().count("held", "UNKNOWN_ENVIRONMENT");
      return Next.whenChanged(); // Taken out of slipway.yaml: its objects stay as they are.
    }
    if (state.hold() != null) {
      memory.attempt = null;
      stand.outcomes().count("held", "HOLD");
      return Next.whenChanged();
    }
    try {
      return apply(pending.get(), environment.get(), memory, context);
    } catch (RuntimeException | InterruptedException e) {
      memory.attempt = null;
      memory.applied = null;
      throw e;
    }
  }

  private Next apply(
      Cleared cleared, Environment environment, Memory memory, KeyContext<ApplierState> context)
      throws InterruptedException {
    Announcements announcements = new Announcements(cleared, context.publisher(), stand.clock());
    try {
      Attempt attempt = attempt(cleared, environment, memory, context, announcements);
      Attempt.Outcome outcome = attempt.proceed(context);
      memory.applied = attempt.applied().orElse(null);
      return conclude(outcome, attempt, cleared, memory, context, announcements);
    } catch (RefusedException e) {
      boolean begun = memory.attempt != null && memory.attempt.hasBegun();
      memory.attempt = null;
      memory.applied = null;
      RolloutBroken cause = new RolloutBroken(e.reason(), String.valueOf(e.getMessage()), "");
      return failed(cause, begun, List.of(), cleared, context, announcements);
    }
  }

  private Attempt attempt(
      Cleared cleared,
      Environment environment,
      Memory memory,
      KeyContext<ApplierState> context,
      Announcements announcements)
      throws InterruptedException {
    Attempt running = memory.attempt;
    if (running != null && running.isFor(cleared, environment, PLAN_HOLDS)) {
      return running;
    }
    memory.attempt = null;
    Cluster cluster =
        stand
            .clusters()
            .find(environment.cluster())
            .orElseThrow(
                () ->
                    new RefusedException(
                        RolloutFailure.UNKNOWN_CLUSTER,
                        "environment %s runs in cluster '%s', which no applier knows: see slipway.applier.clusters"
                            .formatted(environment.name(), environment.cluster())));
    Revision revision = cleared.revision();
    Planner planner = new Planner(cluster, environment, revision);
    Begun<Optional<ParentRecord>> recorded = Begun.of(planner::parent);
    Folder folder =
        stand
            .source()
            .folder(
                revision.repository(), revision.branch(), revision.commit(), environment.path());
    List<DesiredObject> declared = stand.renderer().render(folder, environment.path());
    Optional<ParentRecord> parent = recorded.join();
    Applied applied = memory.applied;
    Applied known =
        parent.isPresent()
                && applied != null
                && applied.coversAllBut(parent.get(), environment, revision.sequence())
            ? applied
            : null;
    List<Restart> restarts = context.state().restarts();
    Plan plan = planner.plan(parent, declared, restarts, known);
    Attempt attempt =
        new Attempt(
            cleared,
            environment,
            cluster,
            plan,
            restarts,
            desk(cleared, memory, announcements),
            announcements,
            stand,
            known);
    memory.attempt = attempt;
    return attempt;
  }

  private ClearanceDesk desk(Cleared cleared, Memory memory, Announcements announcements) {
    Asking asking = memory.asking;
    if (asking == null
        || !asking.sequence().equals(cleared.sequence())
        || asking.desk().isGuarded() != cleared.guarded()) {
      ClearanceDesk desk = new ClearanceDesk(announcements, cleared.guarded(), stand.nanoTime());
      asking = new Asking(cleared.sequence(), desk);
      memory.asking = asking;
    }
    return asking.desk();
  }

  private Next conclude(
      Attempt.Outcome outcome,
      Attempt attempt,
      Cleared cleared,
      Memory memory,
      KeyContext<ApplierState> context,
      Announcements announcements)
      throws InterruptedException {
    switch (outcome) {
      case Attempt.Outcome.Paused paused -> {
        stand.outcomes().count("waiting", "CLEARANCE");
        return paused.next();
      }
      case Attempt.Outcome.Dropped dropped -> {
        memory.attempt = null;
        stand.outcomes().count("dropped", "HELD_OR_SUPERSEDED");
        return dropped.next();
      }
      case Attempt.Outcome.Broken broken -> {
        return end(broken.cause(), attempt, cleared, memory, context, announcements);
      }
      case Attempt.Outcome.Finished finished -> {
        Optional<RolloutBroken> wrongDigest =
            DigestCheck.failure(context.state().restarts(), finished.images(), attempt.desired());
        return wrongDigest.isPresent()
            ? end(wrongDigest.get(), attempt, cleared, memory, context, announcements)
            : succeeded(finished, attempt, cleared, memory, context, announcements);
      }
    }
  }

  private Next succeeded(
      Attempt.Outcome.Finished finished,
      Attempt attempt,
      Cleared cleared,
      Memory memory,
      KeyContext<ApplierState> context,
      Announcements announcements)
      throws InterruptedException {
    attempt.recordEnd(true);
    memory.applied = attempt.applied().orElse(null);
    memory.attempt = null;
    List<EventId> restarts = done(attempt, cleared);
    List<RunningImage> images = finished.images();
    announcements.succeeded(images, restarts, finished.took());
    context.update(state -> state.withConcluded(cleared.sequence(), restarts));
    stand.outcomes().count("succeeded", "none");
    log.atInfo()
        .addKeyValue("environment", cleared.revision().environment())
        .addKeyValue("revision", cleared.revision().commit().abbreviated())
        .addKeyValue("sequence", cleared.sequence())
        .addKeyValue("correlation", cleared.correlation())
        .addKeyValue("took", finished.took())
        .log("revision runs");
    return Next.whenChanged();
  }

  private Next end(
      RolloutBroken cause,
      Attempt attempt,
      Cleared cleared,
      Memory memory,
      KeyContext<ApplierState> context,
      Announcements announcements)
      throws InterruptedException {
    attempt.recordEnd(false);
    memory.applied = attempt.applied().orElse(null);
    memory.attempt = null;
    // A restart that brought another digest was done; a newer one of the tag decides.
    List<EventId> restarts =
        cause.reason() == RolloutFailure.DIGEST_NOT_RUNNING ? done(attempt, cleared) : List.of();
    return failed(cause, attempt.hasBegun(), restarts, cleared, context, announcements);
  }

  /** Told once: the sequence is concluded, whatever else arrives for it. */
  private Next failed(
      RolloutBroken cause,
      boolean begun,
      List<EventId> restarts,
      Cleared cleared,
      KeyContext<ApplierState> context,
      Announcements announcements) {
    announcements.failed(
        cause.reason(),
        cause.message(),
        cause.workload().isEmpty() ? null : cause.workload(),
        begun);
    context.update(state -> state.withConcluded(cleared.sequence(), restarts));
    stand.outcomes().count("failed", cause.reason().name());
    log.atWarn()
        .addKeyValue("environment", cleared.revision().environment())
        .addKeyValue("revision", cleared.revision().commit().abbreviated())
        .addKeyValue("sequence", cleared.sequence())
        .addKeyValue("correlation", cleared.correlation())
        .addKeyValue("reason", cause.reason())
        .addKeyValue("workload", cause.workload())
        .log("revision does not run");
    return Next.whenChanged();
  }

  /** Those of the attempt, and those that its revision still lists though they were done before. */
  private static List<EventId> done(Attempt attempt, Cleared cleared) {
    return Stream.concat(attempt.asked().stream(), cleared.revision().restarts().stream())
        .map(Restart::id)
        .distinct()
        .toList();
  }
}
