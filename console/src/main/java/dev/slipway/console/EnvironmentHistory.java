package dev.slipway.console;

import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RunningImage;
import dev.slipway.events.value.Sequence;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What happened in one environment, bounded. Not safe for several threads. */
final class EnvironmentHistory {
  private static final int EVENTS_KEPT = 1_000;
  private static final int REVISIONS_KEPT = 300;
  private static final int PROOFS_KEPT = 2_000;

  private final Deque<EventEnvelope<?>> events = new ArrayDeque<>();
  private final TreeMap<Sequence, RevisionTrack> tracks = new TreeMap<>();
  private final LinkedHashSet<Digest> proven = new LinkedHashSet<>();
  private @Nullable StandingHold hold;
  private @Nullable RolloutSucceeded running;

  /** By their branch: what waits for people to merge it. */
  private final Map<GitBranch, UpdateProposed> proposals = new LinkedHashMap<>();

  /** By their place: what does not answer. */
  private final Map<String, OutageBegun> outages = new LinkedHashMap<>();

  void add(EventEnvelope<?> envelope) {
    Event event = envelope.event();
    Subjects.sequence(event).ifPresent(sequence -> track(sequence).add(envelope));
    if (event instanceof RolloutProgressed) {
      return; // The track keeps the last one; a rollout may send hundreds.
    }
    events.addLast(envelope);
    if (events.size() > EVENTS_KEPT) {
      events.removeFirst();
    }
    if (event instanceof EnvironmentHeld held) {
      hold = new StandingHold(held.actor(), held.reason(), envelope.time());
    } else if (event instanceof EnvironmentResumed) {
      hold = null;
    } else if (event instanceof UpdateProposed proposed) {
      proposals.put(proposed.branch(), proposed);
    } else if (event instanceof RevisionCommitted committed) {
      proposals.values().removeIf(proposed -> has(committed.revision(), proposed));
    } else if (event instanceof UpdateDeclined declined
        && declined.reason() == DeclineReason.REQUEST_CLOSED) {
      proposals.values().removeIf(proposed -> names(proposed, declined));
    } else if (event instanceof OutageBegun outage) {
      outages.put(outage.place(), outage);
    } else if (event instanceof OutageEnded outage) {
      outages.remove(outage.place());
    } else if (event instanceof RolloutSucceeded succeeded) {
      running = succeeded;
      succeeded.images().stream().map(RunningImage::digest).forEach(this::prove);
    }
  }

  /** Oldest first per topic; events of two topics may stand in another order than they happened. */
  Collection<EventEnvelope<?>> events() {
    return events;
  }

  Optional<StandingHold> hold() {
    return Optional.ofNullable(hold);
  }

  /** What waits for people to merge it. */
  List<UpdateProposed> proposals() {
    return List.copyOf(proposals.values());
  }

  /** What does not answer; nothing while nobody asks, because the environment is on hold. */
  List<OutageBegun> outages() {
    return hold == null ? List.copyOf(outages.values()) : List.of();
  }

  /** Whether somebody brought all of it, by a merge or otherwise. */
  private static boolean has(Revision revision, UpdateProposed proposed) {
    return proposed.updates().stream()
        .allMatch(
            update ->
                revision.images().stream()
                    .map(DesiredImage::reference)
                    .filter(image -> image.repository().equals(update.repository()))
                    .anyMatch(image -> ImageWords.says(update.to(), image)));
  }

  private static boolean names(UpdateProposed proposed, UpdateDeclined declined) {
    return proposed.updates().stream().anyMatch(update -> update.name().equals(declined.image()));
  }

  /** What ran last, as far as it was ever said to run. */
  Optional<RolloutSucceeded> running() {
    return Optional.ofNullable(running);
  }

  boolean isProven(Digest digest) {
    return proven.contains(digest);
  }

  /** Every revision, oldest first. */
  Collection<RevisionTrack> tracks() {
    return tracks.values();
  }

  /** The revision that the environment should run. */
  Optional<RevisionTrack> newest() {
    return tracks.descendingMap().values().stream()
        .filter(track -> track.revision().isPresent())
        .findFirst();
  }

  Optional<RevisionTrack> find(Sequence sequence) {
    return Optional.ofNullable(tracks.get(sequence));
  }

  /** Where a revision stands: one that a later one has overtaken is replaced. */
  Progress progressOf(RevisionTrack track) {
    Progress progress = track.progress();
    boolean overtaken =
        !progress.isFinal()
            && tracks.tailMap(track.sequence(), false).values().stream()
                .anyMatch(RevisionTrack::begun);
    return overtaken ? Progress.REPLACED : progress;
  }

  /**
   * The revisions through which this one's change goes: itself, and, where one was replaced, the
   * next one as long as that holds the change.
   */
  List<RevisionTrack> path(RevisionTrack start, Predicate<Revision> holdsChange) {
    List<RevisionTrack> path = new ArrayList<>(List.of(start));
    while (progressOf(path.getLast()) == Progress.REPLACED) {
      Optional<RevisionTrack> next = successor(path.getLast());
      if (next.flatMap(RevisionTrack::revision).filter(holdsChange).isEmpty()) {
        return path;
      }
      path.add(next.orElseThrow());
    }
    return path;
  }

  private Optional<RevisionTrack> successor(RevisionTrack track) {
    Optional<RevisionTrack> named =
        track.supersededBy().filter(by -> by.isAfter(track.sequence())).map(tracks::get);
    return named.isPresent()
        ? named
        : tracks.tailMap(track.sequence(), false).values().stream().findFirst();
  }

  /** Events that this request or push led to directly. */
  Stream<EventEnvelope<?>> causedBy(EventId id) {
    return events.stream()
        .filter(e -> e.correlationId().equals(id) || id.equals(e.causationId()))
        .filter(e -> !e.id().equals(id));
  }

  private RevisionTrack track(Sequence sequence) {
    RevisionTrack track = tracks.computeIfAbsent(sequence, RevisionTrack::new);
    if (tracks.size() > REVISIONS_KEPT) {
      tracks.pollFirstEntry();
    }
    return track;
  }

  private void prove(@Nullable Digest digest) {
    if (digest != null && proven.add(digest) && proven.size() > PROOFS_KEPT) {
      proven.removeFirst();
    }
  }
}
