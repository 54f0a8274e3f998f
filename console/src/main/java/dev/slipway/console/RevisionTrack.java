package dev.slipway.console;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.DiffReported;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.RolloutDelayed;
import dev.slipway.events.RolloutEvent;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What became of one revision of one environment. The events of one topic arrive in order, those of
 * two topics do not. Not safe for several threads.
 */
final class RevisionTrack {
  private final Sequence sequence;
  private @Nullable Revision revision;
  private @Nullable Instant committedAt;
  private @Nullable EventEnvelope<? extends ClearanceEvent> clearance;
  private @Nullable Sequence supersededBy;
  private @Nullable EventEnvelope<? extends RolloutEvent> rollout;
  private @Nullable RolloutProgressed progressed;
  private @Nullable RolloutDelayed delayed;
  private @Nullable EventEnvelope<DiffReported> observed;

  RevisionTrack(Sequence sequence) {
    this.sequence = sequence;
  }

  Sequence sequence() {
    return sequence;
  }

  Optional<Revision> revision() {
    return Optional.ofNullable(revision);
  }

  Optional<Sequence> supersededBy() {
    return Optional.ofNullable(supersededBy);
  }

  Optional<RolloutFailed> failure() {
    return rollout != null && rollout.event() instanceof RolloutFailed failed
        ? Optional.of(failed)
        : Optional.empty();
  }

  /** The pods' last word, while the rollout goes on. */
  Optional<RolloutProgressed> latestProgress() {
    return Optional.ofNullable(progressed);
  }

  /** Which others it waits for, once it is cleared. */
  Optional<RolloutDelayed> delayed() {
    return Optional.ofNullable(delayed);
  }

  /** What it would change, where the environment is only observed. */
  Optional<DiffReported> observed() {
    return Optional.ofNullable(observed).map(EventEnvelope::event);
  }

  /** Why it waits, while it does. */
  Optional<RevisionHeld> held() {
    return clearance != null && clearance.event() instanceof RevisionHeld held
        ? Optional.of(held)
        : Optional.empty();
  }

  /** Whether the cluster has been written to for it. */
  boolean begun() {
    return rollout != null && !(rollout.event() instanceof RolloutFailed failed && !failed.begun());
  }

  Progress progress() {
    if (rollout != null) {
      return rolloutProgress(rollout.event());
    }
    if (observed != null) {
      return Progress.OBSERVED;
    }
    if (supersededBy != null) {
      return Progress.REPLACED;
    }
    if (clearance != null) {
      return clearance.event() instanceof RevisionHeld ? Progress.HELD : Progress.CLEARED;
    }
    return Progress.COMMITTED;
  }

  private static Progress rolloutProgress(RolloutEvent last) {
    if (last instanceof RolloutSucceeded) {
      return Progress.RUNNING;
    }
    return last instanceof RolloutFailed ? Progress.FAILED : Progress.ROLLING_OUT;
  }

  /** Since when it stands where it stands; absent where no event has said so. */
  Optional<Instant> since() {
    if (rollout != null) {
      return Optional.of(rollout.time());
    }
    if (observed != null) {
      return Optional.of(observed.time());
    }
    if (clearance != null) {
      return Optional.of(held().map(RevisionHeld::since).orElse(clearance.time()));
    }
    return Optional.ofNullable(committedAt);
  }

  void add(EventEnvelope<?> envelope) {
    Event event = envelope.event();
    if (event instanceof RevisionEvent) {
      committedAt = committedAt == null ? envelope.time() : committedAt;
    }
    switch (event) {
      case RevisionCommitted committed -> revision = committed.revision();
      case RestartDecided restart -> revision = restart.revision();
      case RevisionHeld held -> {
        clearance = as(envelope, held);
        revision = revision == null ? held.revision() : revision;
      }
      case RevisionCleared cleared -> {
        clearance = as(envelope, cleared);
        revision = revision == null ? cleared.revision() : revision;
      }
      case RevisionSuperseded superseded -> supersededBy = superseded.by();
      case RolloutStarted started -> {
        rollout = as(envelope, started);
        progressed = null;
      }
      case RolloutProgressed progress -> progressed = progress;
      case RolloutDelayed later -> delayed = later;
      case DiffReported diff -> {
        observed = as(envelope, diff);
        // What could not be looked at before was looked at again.
        rollout = begun() ? rollout : null;
      }
      case RolloutSucceeded succeeded -> rollout = as(envelope, succeeded);
      case RolloutFailed failed -> rollout = as(envelope, failed);
      default -> {}
    }
  }

  private static <E extends Event> EventEnvelope<E> as(EventEnvelope<?> envelope, E event) {
    return new EventEnvelope<>(
        envelope.id(),
        envelope.source(),
        envelope.time(),
        event,
        envelope.correlationId(),
        envelope.causationId(),
        envelope.traceparent());
  }
}
