package dev.slipway.applier.environment;

import dev.slipway.applier.ClusterScope;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Stand;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.clearance.Brakes;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.applier.state.ApplierState.Hold;
import dev.slipway.applier.state.Question;
import dev.slipway.events.Environment;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
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
import java.util.stream.Collectors;

/**
 * Brings each environment's cluster to its newest cleared revision. The key is the environment's
 * name.
 *
 * <p>What is done is recognised when it is there already, so a crash anywhere, a second instance or
 * a repeated event end in the same state. Held: nothing is written, looked at before every write.
 */
public final class EnvironmentApplier implements KeyedService<ApplierState> {
  private static final Duration DRIFT_EVERY = Duration.ofMinutes(1);
  private static final Duration DEPENDENCIES_AGAIN = Duration.ofSeconds(1);
  private static final Duration OBSERVED_AGAIN = Duration.ofMinutes(1);
  private static final Duration CONFIGURATION_SOON = Duration.ofMillis(50);

  private final Stand stand;
  private final ClusterScope scope;
  private final Preparation preparation;
  private final Answers answers;
  private final DriftKeeper drift;
  private final Outages outages;
  private final ConcurrentMap<String, EnvironmentMemory> memories = new ConcurrentHashMap<>();

  public EnvironmentApplier(Stand stand) {
    this(stand, ClusterScope.EVERYTHING);
  }

  /** One for some clusters: it leaves the environments of others to others. */
  public EnvironmentApplier(Stand stand, ClusterScope scope) {
    this(stand, scope, Answers.PATIENCE);
  }

  /**
   * As above.
   *
   * @param patience how long a question waits for what does not answer
   */
  public EnvironmentApplier(Stand stand, ClusterScope scope, Duration patience) {
    this(stand, scope, patience, DRIFT_EVERY);
  }

  /**
   * As above.
   *
   * @param driftEvery how often an environment is looked at while nothing is to be applied
   */
  public EnvironmentApplier(
      Stand stand, ClusterScope scope, Duration patience, Duration driftEvery) {
    this.stand = stand;
    this.scope = scope;
    this.preparation = new Preparation(stand);
    this.answers = new Answers(stand, preparation, patience);
    this.outages = new Outages(stand);
    this.drift = new DriftKeeper(stand, preparation, outages, driftEvery);
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
          newest(state, cleared.revision())
              .withCleared(
                  new EventEnvelope<>(
                      envelope.id(),
                      envelope.source(),
                      envelope.time(),
                      cleared,
                      envelope.correlationId(),
                      envelope.causationId(),
                      envelope.traceparent()));
      case RevisionHeld held ->
          newest(state, held.revision()).withHeld(held.revision().sequence(), why(held));
      case HoldRequested hold -> state.withHold(new Hold(hold.actor(), hold.reason()));
      case ResumeRequested _ -> state.withHold(null);
      case PruneConfirmed confirmed -> state.withPruneConfirmed(confirmed.sequence());
      default ->
          Question.of(envelope)
              .map(question -> state.withQuestions(state.asked().with(question)))
              .orElse(state); // The topics carry more than concerns us.
    };
  }

  private static ApplierState newest(ApplierState state, Revision revision) {
    return state.withQuestions(state.asked().withNewest(revision));
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
    EnvironmentMemory memory =
        memories.computeIfAbsent(
            context.key(), key -> new EnvironmentMemory(new Answering(answers, scope)));
    try {
      memory.answering.attend(context);
      return memory.answering.finish(context, converge(context, memory));
    } catch (InterruptedException e) {
      memory.answering.abandon();
      throw e;
    }
  }

  private Next converge(KeyContext<ApplierState> context, EnvironmentMemory memory)
      throws InterruptedException {
    try {
      return applyNewest(context, memory);
    } catch (UnavailableException e) {
      // Whoever asks learns of it too, and does not wait for the next try.
      memory.answering.finish(context, Next.whenChanged());
      throw e;
    }
  }

  private Next applyNewest(KeyContext<ApplierState> context, EnvironmentMemory memory)
      throws InterruptedException {
    ApplierState state = context.state();
    Cleared cleared = state.cleared();
    if (cleared == null) {
      return Next.whenChanged();
    }
    boolean pending = state.pending().isPresent();
    if (!pending) {
      memory.drop();
    }
    Revision revision = cleared.revision();
    if (!context.configuration().hasRead(revision.configurationOffset())) {
      return Next.after(CONFIGURATION_SOON);
    }
    Optional<Environment> environment = context.configuration().environment(revision.environment());
    if (environment.isEmpty()) {
      if (pending) {
        stand.outcomes().count("held", "UNKNOWN_ENVIRONMENT");
      }
      return Next.whenChanged(); // Taken out of slipway.yaml: its objects stay as they are.
    }
    if (!scope.covers(environment.get().cluster())) {
      outages.leave(context.key());
      memory.forget();
      if (pending) {
        stand.outcomes().count("left", "OTHER_CLUSTER");
      }
      return Next.whenChanged(); // Another applier's, until slipway.yaml moves it here.
    }
    if (state.hold() != null) {
      outages.leave(context.key());
      memory.drop();
      memory.drift = null;
      if (pending) {
        stand.outcomes().count("held", "HOLD");
      }
      return Next.whenChanged();
    }
    memory.unanswered.clear();
    try {
      if (pending) {
        Next next = apply(cleared, environment.get(), memory, context);
        if (context.state().pending().isPresent()) {
          return next;
        }
      }
      return drift.look(cleared, environment.get(), memory, context);
    } catch (UnavailableException e) {
      memory.forget();
      outages.failed(e, environment.get(), memory, context);
      throw e;
    } catch (RuntimeException | InterruptedException e) {
      memory.forget();
      throw e;
    }
  }

  private Next apply(
      Cleared cleared,
      Environment environment,
      EnvironmentMemory memory,
      KeyContext<ApplierState> context)
      throws InterruptedException {
    Announcements announcements = new Announcements(cleared, context.publisher(), stand.clock());
    Conclusion conclusion = new Conclusion(cleared, context, announcements, stand);
    try {
      if (environment.rules().mode() == ApplyRules.Mode.OBSERVE) {
        memory.forget();
        Observation observation =
            new Observation(
                new DiffReader(preparation, stand.renderer().secrets()), stand.outcomes());
        Next next = observation.tell(cleared, environment, context, announcements);
        memory.unobserved = null;
        outages.looked(memory, context);
        return next;
      }
      Dependencies.Missing missing =
          memory.attempt != null && memory.attempt.hasBegun()
              ? Dependencies.NONE_MISSING
              : new Dependencies(preparation, context.configuration())
                  .of(environment, cleared.revision());
      if (!missing.isEmpty()) {
        answeredFor(environment, memory, context);
        return delayed(missing, memory, announcements);
      }
      List<Restart> restarts = context.state().restarts();
      Attempt attempt =
          preparation.attempt(
              cleared,
              environment,
              restarts,
              context.state().isPruneConfirmed(cleared.sequence()),
              memory,
              announcements);
      Brakes brakes =
          new Brakes(
              context,
              cleared.sequence(),
              () -> {
                memory.answering.attend(context);
                if (attempt.hasWritten()) {
                  outages.looked(memory, context);
                }
              });
      Attempt.Outcome outcome = attempt.proceed(brakes);
      outages.looked(memory, context);
      return conclude(outcome, attempt, memory, conclusion);
    } catch (RefusedException e) {
      outages.looked(memory, context);
      boolean begun = memory.attempt != null && memory.attempt.hasBegun();
      String takes = memory.takes;
      memory.forget();
      if (environment.rules().mode() == ApplyRules.Mode.OBSERVE) {
        return unobserved(e, memory, conclusion);
      }
      return conclusion.refused(e, begun, takes);
    }
  }

  private void answeredFor(
      Environment environment, EnvironmentMemory memory, KeyContext<ApplierState> context) {
    for (EnvironmentName needed : environment.rules().dependencies()) {
      context
          .configuration()
          .environment(needed)
          .ifPresent(other -> outages.answered(other, memory, context));
    }
  }

  private Next delayed(
      Dependencies.Missing missing, EnvironmentMemory memory, Announcements announcements) {
    memory.drop();
    if (!missing.equals(memory.missing)) {
      announcements.delayed(missing.environments(), missing.message());
      memory.missing = missing;
    }
    stand.outcomes().count("waiting", "DEPENDENCY");
    return Next.after(DEPENDENCIES_AGAIN);
  }

  /** Nothing can go wrong by looking again, and nobody has to ask for it. */
  private static Next unobserved(
      RefusedException refusal, EnvironmentMemory memory, Conclusion conclusion) {
    String why = String.valueOf(refusal.getMessage());
    if (!why.equals(memory.unobserved)) {
      conclusion.refusedForNow(refusal);
      memory.unobserved = why;
    }
    return Next.after(OBSERVED_AGAIN);
  }

  private Next conclude(
      Attempt.Outcome outcome, Attempt attempt, EnvironmentMemory memory, Conclusion conclusion)
      throws InterruptedException {
    switch (outcome) {
      case Attempt.Outcome.Paused paused -> {
        stand.outcomes().count("waiting", paused.reason().name());
        return paused.next();
      }
      case Attempt.Outcome.Dropped dropped -> {
        memory.end(attempt);
        stand.outcomes().count("dropped", "HELD_OR_SUPERSEDED");
        return dropped.next();
      }
      case Attempt.Outcome.Broken broken -> {
        Next next = conclusion.broken(broken.cause(), attempt, memory.takes);
        memory.end(attempt);
        return next;
      }
      case Attempt.Outcome.Finished finished -> {
        Next next = conclusion.finished(finished, attempt, memory.takes);
        memory.end(attempt);
        return next;
      }
    }
  }

  private static String why(RevisionHeld held) {
    return held.reasons().stream().map(HoldReason::message).collect(Collectors.joining("; "));
  }
}
