package dev.slipway.console;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.Environment;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Sequence;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Tells what became of one version in one environment. */
final class ChapterTeller {
  private final Pipeline view;
  private final Sought sought;
  private final String name;
  private final @Nullable Instant pushedAt;

  ChapterTeller(Pipeline view, Sought sought, String name, @Nullable Instant pushedAt) {
    this.view = view;
    this.sought = sought;
    this.name = name;
    this.pushedAt = pushedAt;
  }

  /** Empty where the environment has nothing to do with the image. */
  Optional<Story.Chapter> tell(Environment environment) {
    EnvironmentHistory history = view.history(environment.name());
    List<EventEnvelope<?>> declines =
        history.events().stream()
            .<EventEnvelope<?>>map(e -> e)
            .filter(
                e ->
                    e.event() instanceof UpdateDeclined declined
                        && sought.isDeclinedBy(e, declined))
            .toList();
    List<RevisionTrack> starts = starts(history);
    if (!starts.isEmpty()) {
      return Optional.of(journeys(environment, history, starts, declines));
    }
    Optional<EventEnvelope<?>> proposal = proposal(history, declines);
    if (proposal.isPresent()) {
      return Optional.of(proposed(environment, proposal.get(), declines));
    }
    if (!declines.isEmpty()) {
      return Optional.of(declined(environment, declines));
    }
    return untouched(environment, history);
  }

  /** A version may come more than once: by a push, and later by a person's request. */
  private Story.Chapter journeys(
      Environment environment,
      EnvironmentHistory history,
      List<RevisionTrack> starts,
      List<EventEnvelope<?>> declines) {
    List<Journey> journeys =
        starts.stream().map(start -> Journey.from(start, history, sought::isIn)).toList();
    List<EventEnvelope<?>> events = new ArrayList<>(declines);
    for (Journey journey : journeys) {
      events.addAll(journey.events());
      events.addAll(requestsBehind(journey.events()));
    }
    events.addAll(approvals(history));
    Journey last = journeys.getLast();
    return new Story.Chapter(
        environment.name(), last.progress(), conclusion(last, history), steps(events));
  }

  private Story.Chapter declined(Environment environment, List<EventEnvelope<?>> declines) {
    UpdateDeclined last = (UpdateDeclined) declines.getLast().event();
    List<EventEnvelope<?>> events = new ArrayList<>(declines);
    events.addAll(requestsBehind(declines));
    return new Story.Chapter(
        environment.name(),
        Progress.DECLINED,
        last.reason() + ": " + last.message(),
        steps(events));
  }

  /** The last request that would bring it, where nothing ended it since. */
  private Optional<EventEnvelope<?>> proposal(
      EnvironmentHistory history, List<EventEnvelope<?>> declines) {
    return history.events().stream()
        .<EventEnvelope<?>>map(e -> e)
        .filter(e -> e.event() instanceof UpdateProposed proposed && sought.isProposedBy(proposed))
        .reduce((_, later) -> later)
        .filter(e -> declines.stream().noneMatch(declined -> declined.time().isAfter(e.time())));
  }

  private Story.Chapter proposed(
      Environment environment, EventEnvelope<?> proposal, List<EventEnvelope<?>> declines) {
    List<EventEnvelope<?>> events = new ArrayList<>(declines);
    events.add(proposal);
    events.addAll(requestsBehind(List.of(proposal)));
    String request = ((UpdateProposed) proposal.event()).request();
    return new Story.Chapter(
        environment.name(), Progress.PENDING, "waits for merge of " + request, steps(events));
  }

  private Optional<Story.Chapter> untouched(Environment environment, EnvironmentHistory history) {
    Optional<String> current = current(history);
    String now = current.map(version -> "; it has " + version).orElse("");
    boolean follows = environment.follow().stream().anyMatch(f -> f.name().equals(name));
    if (follows) {
      return Optional.of(
          pending(environment, "follows " + name + ", but nothing was decided here yet" + now));
    }
    if (current.isEmpty()) {
      return Optional.empty();
    }
    if (environment.promote() != null) {
      String from = environment.promote().from().toString();
      String how =
          environment.promote().automatically()
              ? "comes by itself once it runs in " + from
              : "comes by promotion from " + from + ": slipway promote " + environment.name();
      return Optional.of(pending(environment, how + now));
    }
    return Optional.of(
        pending(
            environment,
            "does not follow " + name + now + ": slipway deploy " + environment.name() + " ..."));
  }

  private static Story.Chapter pending(Environment environment, String text) {
    return new Story.Chapter(environment.name(), Progress.PENDING, text, List.of());
  }

  /** The revisions that were made for the version, or else the first that names it. */
  private List<RevisionTrack> starts(EnvironmentHistory history) {
    List<RevisionTrack> made =
        history.events().stream()
            .filter(this::brings)
            .flatMap(e -> Subjects.sequence(e.event()).stream())
            .distinct()
            .flatMap(sequence -> history.find(sequence).stream())
            .toList();
    return made.isEmpty()
        ? history.tracks().stream()
            .filter(track -> track.revision().filter(sought::isIn).isPresent())
            .limit(1)
            .toList()
        : made;
  }

  private boolean brings(EventEnvelope<?> envelope) {
    Event event = envelope.event();
    return (event instanceof RevisionCommitted committed && sought.isBroughtBy(committed))
        || (event instanceof RestartDecided restart && sought.isBroughtBy(envelope, restart));
  }

  private String conclusion(Journey journey, EnvironmentHistory history) {
    Sequence last = journey.last().sequence();
    Optional<String> newer =
        history
            .newest()
            .filter(newest -> newest.sequence().isAfter(last))
            .flatMap(RevisionTrack::revision)
            .filter(revision -> !sought.isIn(revision))
            .flatMap(revision -> current(history));
    String since = newer.map(version -> ", and " + version + " took its place since").orElse("");
    return switch (journey.progress()) {
      case RUNNING -> newer.isPresent() ? "ran" + since : "runs";
      case REPLACED -> newer.map(v -> v + " took its place before it ran").orElse(journey.detail());
      default -> journey.detail() + since;
    };
  }

  private Optional<String> current(EnvironmentHistory history) {
    return history
        .newest()
        .flatMap(RevisionTrack::revision)
        .flatMap(
            revision ->
                revision.images().stream()
                    .map(DesiredImage::reference)
                    .filter(r -> r.repository().equals(sought.repository()))
                    .map((ImageReference r) -> ImageWords.version(r))
                    .findFirst());
  }

  private List<EventEnvelope<?>> requestsBehind(List<EventEnvelope<?>> events) {
    List<EventEnvelope<?>> requests = new ArrayList<>();
    for (EventEnvelope<?> e : events) {
      view.request(e.correlationId()).ifPresent(requests::add);
      if (e.event() instanceof RevisionCommitted committed) {
        committed
            .updates()
            .forEach(update -> view.request(update.correlation()).ifPresent(requests::add));
      }
      if (e.event() instanceof UpdateProposed proposed) {
        proposed
            .updates()
            .forEach(update -> view.request(update.correlation()).ifPresent(requests::add));
      }
    }
    return requests;
  }

  private List<EventEnvelope<?>> approvals(EnvironmentHistory history) {
    return history.events().stream()
        .<EventEnvelope<?>>map(e -> e)
        .filter(
            e ->
                e.event() instanceof ApprovalGiven approval
                    && sought.reference().digest() != null
                    && approval.digests().contains(sought.reference().digest()))
        .toList();
  }

  private List<Step> steps(List<EventEnvelope<?>> events) {
    return Step.of(events, pushedAt);
  }
}
