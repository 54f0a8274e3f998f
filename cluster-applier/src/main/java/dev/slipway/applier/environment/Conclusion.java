package dev.slipway.applier.environment;

import dev.slipway.applier.DesiredObject;
import dev.slipway.applier.Outcomes;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Stand;
import dev.slipway.applier.rollout.RolloutBroken;
import dev.slipway.applier.rollout.RunningImages;
import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.applier.state.ApplierState.Elsewhere;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The end of a revision, told once: the event first, then the state, so that a crash between them
 * tells the same event again, under the same id.
 */
final class Conclusion {
  private static final Logger log = LoggerFactory.getLogger(Conclusion.class);

  private final Cleared cleared;
  private final KeyContext<ApplierState> context;
  private final Announcements announcements;
  private final Outcomes outcomes;
  private final Clock clock;

  Conclusion(
      Cleared cleared, KeyContext<ApplierState> context, Announcements announcements, Stand stand) {
    this.cleared = cleared;
    this.context = context;
    this.announcements = announcements;
    this.outcomes = stand.outcomes();
    this.clock = stand.clock();
  }

  /**
   * Every workload is rolled out.
   *
   * @param takes what it took from outside its commit, likewise below
   */
  Next finished(Attempt.Outcome.Finished finished, Attempt attempt, @Nullable String takes)
      throws InterruptedException {
    attempt.recordEnd(true);
    List<EventId> restarts = done(attempt);
    announcements.succeeded(finished.images(), restarts, finished.took());
    context.update(
        state -> state.withConcluded(cleared.sequence(), restarts, elsewhere(takes, true)));
    outcomes.count("succeeded", "none");
    cleared
        .sinceCause(clock)
        .ifPresent(took -> outcomes.reached("healthy", cleared.revision().environment(), took));
    log.atInfo()
        .addKeyValue("environment", cleared.revision().environment())
        .addKeyValue("revision", cleared.revision().commit().abbreviated())
        .addKeyValue("sequence", cleared.sequence())
        .addKeyValue("correlation", cleared.correlation())
        .addKeyValue("took", finished.took())
        .log("revision runs");
    return Next.whenChanged();
  }

  /** A workload does not come up. */
  Next broken(RolloutBroken cause, Attempt attempt, @Nullable String takes)
      throws InterruptedException {
    attempt.recordEnd(false);
    // A restart that brought another digest was done; a newer one of the tag decides.
    List<EventId> restarts =
        cause.reason() == RolloutFailure.DIGEST_NOT_RUNNING ? done(attempt) : List.of();
    announce(cause, attempt.hasBegun(), images(cause.workload(), attempt));
    return failed(cause, restarts, elsewhere(takes, false));
  }

  /** Nothing, or not all, could be written. */
  Next refused(RefusedException refusal, boolean begun, @Nullable String takes) {
    RolloutBroken cause = cause(refusal);
    announce(cause, begun, List.of());
    return failed(cause, List.of(), takes == null ? unrendered(refusal) : elsewhere(takes, false));
  }

  /**
   * Of what could not even be rendered nothing is known: what it was before stays the measure. What
   * is missing or broken elsewhere is looked for again.
   */
  private @Nullable Elsewhere unrendered(RefusedException refusal) {
    Elsewhere before = cleared.again() == null ? null : context.state().elsewhere();
    if (before == null && !refusal.isOfSomethingElsewhere()) {
      return null;
    }
    return new Elsewhere(
        before == null ? null : before.digest(),
        before != null && before.runs(),
        String.valueOf(refusal.getMessage()),
        before == null ? null : before.mended());
  }

  private static RolloutBroken cause(RefusedException refusal) {
    return new RolloutBroken(refusal.reason(), String.valueOf(refusal.getMessage()), "");
  }

  private static @Nullable Elsewhere elsewhere(@Nullable String takes, boolean runs) {
    return takes == null ? null : new Elsewhere(takes, runs);
  }

  /** It is told, and tried again. */
  void refusedForNow(RefusedException refusal) {
    RolloutBroken cause = cause(refusal);
    announce(cause, false, List.of());
    count(cause);
  }

  /** What may be at fault: the images that the workload's template names. */
  private static List<ImageReference> images(String workload, Attempt attempt) {
    return attempt.desired().stream()
        .map(DesiredObject::object)
        .filter(object -> RunningImages.workloadName(object).equals(workload))
        .flatMap(RunningImages::named)
        .map(Map.Entry::getValue)
        .distinct()
        .toList();
  }

  private Next failed(RolloutBroken cause, List<EventId> restarts, @Nullable Elsewhere took) {
    context.update(state -> state.withConcluded(cleared.sequence(), restarts, took));
    count(cause);
    return Next.whenChanged();
  }

  private void announce(RolloutBroken cause, boolean begun, List<ImageReference> images) {
    announcements.failed(
        cause.reason(),
        cause.message(),
        cause.workload().isEmpty() ? null : cause.workload(),
        begun,
        images.isEmpty() ? null : images);
  }

  private void count(RolloutBroken cause) {
    outcomes.count("failed", cause.reason().name());
    log.atWarn()
        .addKeyValue("environment", cleared.revision().environment())
        .addKeyValue("revision", cleared.revision().commit().abbreviated())
        .addKeyValue("sequence", cleared.sequence())
        .addKeyValue("correlation", cleared.correlation())
        .addKeyValue("reason", cause.reason())
        .addKeyValue("workload", cause.workload())
        .log("revision does not run");
  }

  /** Those of the attempt, and those that its revision still lists though they were done before. */
  private List<EventId> done(Attempt attempt) {
    return Stream.concat(attempt.asked().stream(), cleared.revision().restarts().stream())
        .map(Restart::id)
        .distinct()
        .toList();
  }
}
