package dev.slipway.applier.state;

import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.diff.Diff;
import dev.slipway.applier.rollout.RolloutMonitor.Progress;
import dev.slipway.applier.state.ApplierState.Correction.Corrected;
import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.DriftFound;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.ResourcesPruned;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RolloutDelayed;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutStarted;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.events.value.RunningImage;
import dev.slipway.messaging.EventPublisher;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/**
 * Tells what happens with one revision. An outcome's id follows from environment and sequence: told
 * twice, it is one event.
 */
public final class Announcements {
  private static final String SOURCE = "/cluster-applier";

  private final ApplierState.Cleared cleared;
  private final Revision revision;
  private final EventPublisher publisher;
  private final Clock clock;

  public Announcements(ApplierState.Cleared cleared, EventPublisher publisher, Clock clock) {
    this.cleared = cleared;
    this.revision = cleared.revision();
    this.publisher = publisher;
    this.clock = clock;
  }

  /** Asks; the id is the question's. */
  public EventId asked(String purpose) {
    EventId question = EventId.random(); // An answer to a question of before a crash is void.
    send(question, new ClearanceRequested(revision.environment(), revision.sequence(), purpose));
    return question;
  }

  public void started(String cluster, List<ObjectChange> changes) {
    send(
        id("started"),
        new RolloutStarted(
            revision.environment(), revision.sequence(), revision.commit(), cluster, changes));
  }

  public void progressed(Progress progress) {
    send(
        id("progressed", progress, clock.instant()),
        new RolloutProgressed(
            revision.environment(),
            revision.sequence(),
            progress.workload(),
            progress.ready(),
            progress.desired(),
            progress.message()));
  }

  /** Told again with other words, it is another event. */
  public void delayed(List<EnvironmentName> waitsFor, String message) {
    send(
        id("delayed", message),
        new RolloutDelayed(revision.environment(), revision.sequence(), waitsFor, message));
  }

  /**
   * A place does not answer.
   *
   * @param waits whether the revision waits for it
   */
  public void outageBegun(ApplierState.Outage outage, UnavailableException failure, boolean waits) {
    send(
        outageId("outage begun", outage),
        new OutageBegun(
            revision.environment(),
            revision.sequence(),
            outage.place(),
            failure.token(),
            outage.since(),
            String.valueOf(failure.getMessage()),
            waits));
  }

  /** It answers again. */
  public void outageEnded(ApplierState.Outage outage) {
    send(
        outageId("outage ended", outage),
        new OutageEnded(
            revision.environment(),
            revision.sequence(),
            outage.place(),
            outage.since(),
            Duration.between(outage.since(), clock.instant())));
  }

  /** One event, whichever revision is the newest when it is told again. */
  private EventId outageId(String what, ApplierState.Outage outage) {
    return EventId.derive(SOURCE, what, revision.environment(), outage.place(), outage.since());
  }

  /** What it would change; nothing was written. */
  public void observed(Diff diff) {
    send(id("observed"), diff.observed(revision.sequence()));
  }

  public void pruned(List<ObjectName> objects) {
    send(
        id("pruned", objects),
        new ResourcesPruned(revision.environment(), revision.sequence(), objects));
  }

  /**
   * What differs and is left as it is.
   *
   * @param times how often what was told had changed before: within one such, told twice, it is one
   *     event
   */
  public void driftFound(List<ObjectChange> objects, String message, int times) {
    send(
        id("drift found", objects, message, times),
        new DriftFound(revision.environment(), revision.sequence(), objects, message));
  }

  /** What was put right of it; told twice, it is one event. */
  public void driftCorrected(ApplierState.Correction correction, List<Corrected> done) {
    send(
        correction.id(),
        new DriftCorrected(
            revision.environment(),
            correction.sequence(),
            done.stream().map(Corrected::change).toList(),
            String.join(", ", new TreeSet<>(done.stream().map(Corrected::cause).toList()))));
  }

  public void succeeded(List<RunningImage> images, List<EventId> restarts, Duration took) {
    send(
        id("succeeded"),
        new RolloutSucceeded(
            revision.environment(),
            revision.sequence(),
            revision.commit(),
            images,
            restarts,
            took));
  }

  public void failed(
      RolloutFailure reason,
      String message,
      @Nullable String workload,
      boolean begun,
      @Nullable List<ImageReference> images) {
    send(
        id("failed"),
        new RolloutFailed(
            revision.environment(),
            revision.sequence(),
            revision.commit(),
            reason,
            message,
            workload,
            begun,
            images));
  }

  private EventId id(String what, Object... more) {
    String again = cleared.again();
    return again == null
        ? EventId.derive(SOURCE, what, revision.environment(), revision.sequence(), List.of(more))
        : EventId.derive(
            SOURCE, what, revision.environment(), revision.sequence(), List.of(more), again);
  }

  private void send(EventId id, Event event) {
    EventEnvelope<RevisionCleared> cause =
        new EventEnvelope<>(
            cleared.event(),
            SOURCE,
            clock.instant(),
            new RevisionCleared(revision, Clearance.FINAL, null, List.of(), null),
            cleared.correlation(),
            null,
            cleared.traceparent());
    publisher.publish(cause.causesAs(id, SOURCE, clock.instant(), event));
  }
}
