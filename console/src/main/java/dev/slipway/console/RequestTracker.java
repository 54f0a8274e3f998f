package dev.slipway.console;

import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.PruneConfirmed;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.RequestEvent;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RollbackRequested;
import dev.slipway.events.UnpinRequested;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Says what became of a request, from the events that followed it. */
public final class RequestTracker {
  /** A request for several images may be declined in part: the commit for the rest comes next. */
  private static final Duration DECLINE_SETTLES = Duration.ofSeconds(2);

  private final Pipeline pipeline;
  private final Clock clock;

  public RequestTracker(Pipeline pipeline, Clock clock) {
    this.pipeline = pipeline;
    this.clock = clock;
  }

  /**
   * Where the request stands, once that differs from what the caller knows; after that time in any
   * case.
   *
   * @throws ConsoleException where nobody made such a request in what is kept
   * @throws InterruptedException when the console stops
   */
  public RequestState await(EventId id, @Nullable Progress known, Duration atMost)
      throws InterruptedException {
    Instant deadline = clock.instant().plus(atMost);
    while (true) {
      Duration left = Duration.between(clock.instant(), deadline);
      Duration slice = left.compareTo(DECLINE_SETTLES) < 0 ? left : DECLINE_SETTLES;
      Optional<RequestState> news =
          pipeline.await(
              slice, view -> state(id, view).filter(s -> s.done() || s.progress() != known));
      if (news.isPresent()) {
        return news.get();
      }
      if (!clock.instant().isBefore(deadline)) {
        return now(id);
      }
    }
  }

  /** Where the request stands now. */
  public RequestState now(EventId id) {
    return pipeline
        .read(view -> state(id, view))
        .orElseThrow(
            () ->
                new ConsoleException(
                    Reason.UNKNOWN_REQUEST, "no request " + id + " is known, or it is too old"));
  }

  private Optional<RequestState> state(EventId id, Pipeline view) {
    return view.request(id).map(envelope -> state(envelope, view));
  }

  private RequestState state(EventEnvelope<?> envelope, Pipeline view) {
    RequestEvent request = (RequestEvent) envelope.event();
    EnvironmentHistory history = view.history(request.environment());
    return switch (request) {
      case HoldRequested _ -> standing(envelope, history.hold().isPresent(), "on hold");
      case ResumeRequested _ -> standing(envelope, history.hold().isEmpty(), "resumed");
      case ApprovalGiven _ -> following(envelope, history.newest(), history);
      case GateOverrideRequested override ->
          following(envelope, history.find(override.sequence()), history);
      case PruneConfirmed confirmed ->
          following(envelope, history.find(confirmed.sequence()), history);
      case DiffRequested _, AdoptionRequested _, EnvironmentSetupRequested _ ->
          answered(envelope, history);
      case DeployRequested _ -> changing(envelope, history, false);
      case UnpinRequested _ -> changing(envelope, history, false);
      case PromotionRequested _ -> changing(envelope, history, true);
      case RollbackRequested _ -> changing(envelope, history, true);
      case RestartRequested _ -> changing(envelope, history, false);
    };
  }

  /** The applier answers it with one event. */
  private static RequestState answered(EventEnvelope<?> request, EnvironmentHistory history) {
    return history
        .causedBy(request.id())
        .filter(e -> e.event() instanceof ReportEvent)
        .findFirst()
        .map(
            answer ->
                state(
                    request,
                    answer.event() instanceof QuestionDeclined ? Progress.DECLINED : Progress.DONE,
                    Telling.of(answer.event()),
                    null,
                    List.of(answer)))
        .orElseGet(() -> state(request, Progress.PENDING, "", null, List.of()));
  }

  private static RequestState standing(EventEnvelope<?> request, boolean so, String text) {
    return state(request, so ? Progress.DONE : Progress.PENDING, so ? text : "", null, List.of());
  }

  private static RequestState following(
      EventEnvelope<?> request, Optional<RevisionTrack> track, EnvironmentHistory history) {
    return track
        .map(start -> state(request, Journey.from(start, history, _ -> false)))
        .orElseGet(() -> state(request, Progress.PENDING, "", null, List.of()));
  }

  private RequestState changing(
      EventEnvelope<?> request, EnvironmentHistory history, boolean inParts) {
    EventId id = request.id();
    Optional<RequestState> carried =
        history.events().stream()
            .filter(e -> isMadeFor(id, e))
            .findFirst()
            .flatMap(
                e ->
                    Subjects.sequence(e.event())
                        .flatMap(history::find)
                        .map(start -> Journey.from(start, history, holds(id, e))))
            .map(journey -> state(request, journey));
    if (carried.isPresent()) {
      return carried.get();
    }
    Optional<EventEnvelope<?>> proposal =
        history.events().stream()
            .<EventEnvelope<?>>map(e -> e)
            .filter(e -> isProposedFor(id, e))
            .reduce((_, later) -> later);
    List<EventEnvelope<?>> declines =
        history
            .causedBy(id)
            .filter(e -> e.event() instanceof UpdateDeclined)
            .collect(Collectors.toCollection(ArrayList::new));
    if (proposal.isPresent()
        && declines.stream().noneMatch(e -> e.time().isAfter(proposal.get().time()))) {
      return state(
          request,
          Progress.PENDING,
          Telling.of(proposal.get().event()),
          null,
          List.of(proposal.get()));
    }
    boolean settled =
        !declines.isEmpty()
            && (!inParts
                || declines.getLast().time().plus(DECLINE_SETTLES).isBefore(clock.instant()));
    String text =
        declines.stream().map(e -> Telling.of(e.event())).collect(Collectors.joining("; "));
    return state(request, settled ? Progress.DECLINED : Progress.PENDING, text, null, declines);
  }

  private static boolean isProposedFor(EventId id, EventEnvelope<?> e) {
    return e.event() instanceof UpdateProposed proposed
        && proposed.updates().stream().anyMatch(update -> update.correlation().equals(id));
  }

  private static boolean isMadeFor(EventId id, EventEnvelope<?> e) {
    return switch (e.event()) {
      case RevisionCommitted committed ->
          e.correlationId().equals(id)
              || committed.updates().stream().anyMatch(u -> u.correlation().equals(id));
      case RestartDecided _ -> e.correlationId().equals(id) || id.equals(e.causationId());
      default -> false;
    };
  }

  /** Whether a later revision still holds what was asked for. */
  private static Predicate<Revision> holds(EventId id, EventEnvelope<?> made) {
    if (made.event() instanceof RestartDecided decided) {
      Restart restart = decided.restart();
      return revision -> revision.restarts().stream().anyMatch(r -> r.id().equals(restart.id()));
    }
    List<ImageUpdate> updates =
        made.event() instanceof RevisionCommitted committed
            ? committed.updates().stream().filter(u -> u.correlation().equals(id)).toList()
            : List.of();
    return revision -> updates.stream().allMatch(update -> names(revision, update));
  }

  private static boolean names(Revision revision, ImageUpdate update) {
    return revision.images().stream()
        .anyMatch(
            image ->
                image.reference().repository().equals(update.repository())
                    && ImageWords.says(update.to(), image.reference()));
  }

  private static RequestState state(EventEnvelope<?> request, Journey journey) {
    return state(request, journey.progress(), journey.detail(), journey.last(), journey.events());
  }

  private static RequestState state(
      EventEnvelope<?> request,
      Progress progress,
      String text,
      @Nullable RevisionTrack track,
      List<EventEnvelope<?>> events) {
    RequestEvent event = (RequestEvent) request.event();
    return new RequestState(
        request.id(),
        event.type().kebabName(),
        event.environment(),
        progress,
        text,
        progress.isFinal(),
        progress == Progress.RUNNING || progress == Progress.DONE,
        track == null ? null : track.revision().map(Revision::commit).orElse(null),
        Step.of(events, request.time()),
        events.stream()
            .filter(e -> request.id().equals(e.causationId()))
            .map(EventEnvelope::event)
            .filter(ReportEvent.class::isInstance)
            .findFirst()
            .orElse(null));
  }
}
