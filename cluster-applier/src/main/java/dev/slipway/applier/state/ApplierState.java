package dev.slipway.applier.state;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What the applier knows of an environment. What it can read from the cluster is not in it.
 *
 * @param cleared the newest cleared revision
 * @param waitsFor why the guard took its clearance back: wait for the next. Absent: it did not
 * @param granted the question that was last answered with yes
 * @param hold who let the environment stand still
 * @param concluded the newest revision that succeeded or failed for good
 * @param restarts every restart asked for and not yet done, oldest first
 * @param restartsDone so that a later revision that still lists one does not repeat it
 * @param pruneConfirmed the revision that may delete more than the environment's limit
 * @param questions what people asked; absent: nothing yet
 * @param correcting what is being put right and was not told yet; absent: nothing
 * @param elsewhere what the concluded revision took from outside its commit; absent: nothing, or an
 *     instance before this one did not note it
 * @param driftTold what is not put right and was told; absent: nothing
 * @param outages the places that do not answer, as they are told; absent: all answer
 */
public record ApplierState(
    @Nullable Cleared cleared,
    @Nullable String waitsFor,
    @Nullable EventId granted,
    @Nullable Hold hold,
    @Nullable Sequence concluded,
    List<Restart> restarts,
    List<EventId> restartsDone,
    @Nullable Sequence pruneConfirmed,
    @Nullable Questions questions,
    @Nullable Correction correcting,
    @Nullable Elsewhere elsewhere,
    @Nullable DriftTold driftTold,
    @Nullable List<Outage> outages) {
  public static final ApplierState EMPTY =
      new ApplierState(
          null, null, null, null, null, List.of(), List.of(), null, null, null, null, null, null);
  private static final int REMEMBERED_RESTARTS = 200;

  /**
   * A revision that may be applied, and the event that said so.
   *
   * @param guarded whether the first write needs an answer first
   * @param again what it was applied again for, so that this is told as events of its own; absent:
   *     for nothing
   */
  public record Cleared(
      Revision revision,
      boolean guarded,
      EventId event,
      EventId correlation,
      @Nullable String traceparent,
      @Nullable String again) {
    public Sequence sequence() {
      return revision.sequence();
    }

    /**
     * How long ago what the revision brings was pushed or asked for; empty for a person's commit.
     */
    public Optional<Duration> sinceCause(Clock clock) {
      return Optional.ofNullable(revision.causedAt())
          .map(cause -> Duration.between(cause, clock.instant()));
    }
  }

  /**
   * Drift that is being put right.
   *
   * @param id of the event that tells it
   */
  public record Correction(EventId id, Sequence sequence, List<Corrected> objects) {
    public Correction {
      objects = List.copyOf(objects);
    }

    /** An object, and what had happened to it. */
    public record Corrected(ObjectChange change, String cause) {}
  }

  /** A hold. */
  public record Hold(@Nullable Actor actor, @Nullable String reason) {}

  /**
   * Charts and values that are not in the commit, so that an instance that begins anew sees that
   * they have moved, and does not take the difference for drift.
   *
   * @param digest of what they held, without what is secret. Absent: they could never be rendered
   * @param runs whether that was applied and came up
   * @param broken why they cannot be rendered now, as it was told. Absent: they can, or nobody
   *     noted it
   * @param mended how often they could be rendered again, so that the same fault is news again;
   *     absent: never
   */
  public record Elsewhere(
      @Nullable String digest, boolean runs, @Nullable String broken, @Nullable Integer mended) {
    public Elsewhere {
      // Instances before this one wrote an empty string.
      digest = digest == null || digest.isEmpty() ? null : digest;
    }

    public Elsewhere(String digest, boolean runs) {
      this(digest, runs, null, null);
    }

    private Elsewhere with(@Nullable String why) {
      boolean mends = why == null && broken != null;
      return new Elsewhere(digest, runs, why, mends ? Integer.valueOf(timesMended() + 1) : mended);
    }

    public int timesMended() {
      return mended == null ? 0 : mended;
    }
  }

  /**
   * Drift that was told and is left as it is, so that the next instance does not tell it again.
   *
   * @param times how often it had changed, so that what differs again is news again
   * @param drifts one fingerprint for each
   */
  public record DriftTold(Sequence sequence, int times, List<String> drifts) {
    public DriftTold {
      drifts = List.copyOf(drifts);
    }
  }

  /**
   * A place that does not answer, so that the next instance neither tells it again nor begins to
   * count anew.
   *
   * @param told absent: it is noted, and may be told or not
   */
  public record Outage(String place, Instant since, @Nullable Boolean told) {
    public boolean isTold() {
      return told != null && told;
    }
  }

  public ApplierState {
    outages = outages == null || outages.isEmpty() ? null : List.copyOf(outages);
    restarts = List.copyOf(restarts);
    restartsDone = List.copyOf(restartsDone);
  }

  /** The revision that is to be applied; empty where everything is concluded. */
  public Optional<Cleared> pending() {
    return cleared == null || (concluded != null && !cleared.sequence().isAfter(concluded))
        ? Optional.empty()
        : Optional.of(cleared);
  }

  /** A lower sequence is ignored; an equal one renews the clearance. */
  public ApplierState withCleared(EventEnvelope<RevisionCleared> envelope) {
    RevisionCleared event = envelope.event();
    Revision revision = event.revision();
    if (cleared != null && cleared.sequence().isAfter(revision.sequence())) {
      return this;
    }
    Cleared before = isOfAnother(revision.sequence()) ? null : cleared;
    if (before != null && event.clearance() == Clearance.GRANTED) {
      return with(
          s -> {
            s.waitsFor = null;
            s.granted = event.answers();
          });
    }
    return with(
        s -> {
          s.cleared = cleared(envelope, before == null ? null : before.again());
          s.waitsFor = null;
          s.granted = before == null ? event.answers() : granted;
          s.restarts = union(revision);
        });
  }

  private static Cleared cleared(EventEnvelope<RevisionCleared> envelope, @Nullable String again) {
    return new Cleared(
        envelope.event().revision(),
        envelope.event().clearance() != Clearance.FINAL,
        envelope.id(),
        envelope.correlationId(),
        envelope.traceparent(),
        again);
  }

  private List<Restart> union(Revision revision) {
    List<Restart> all = new ArrayList<>(restarts);
    revision.restarts().stream()
        .filter(restart -> !restartsDone.contains(restart.id()))
        .filter(restart -> restarts.stream().noneMatch(r -> r.id().equals(restart.id())))
        .forEach(all::add);
    return all;
  }

  /**
   * The guard says wait: with the revision, or with what corrects it. Older news change nothing.
   */
  public ApplierState withHeld(Sequence sequence, String why) {
    return isOfAnother(sequence)
        ? this
        : with(
            s -> {
              s.waitsFor = why;
              s.granted = null;
            });
  }

  private boolean isOfAnother(Sequence sequence) {
    return cleared == null || !cleared.sequence().equals(sequence);
  }

  public ApplierState withHold(@Nullable Hold newHold) {
    return with(s -> s.hold = newHold);
  }

  /**
   * The newest revision may delete more than the limit, and is tried again where it was refused for
   * that. What is there already when it is tried again is recognised.
   */
  public ApplierState withPruneConfirmed(Sequence sequence) {
    return isOfAnother(sequence)
        ? this
        : with(
            s -> {
              s.concluded = sequence.equals(concluded) ? null : concluded;
              s.pruneConfirmed = sequence;
            });
  }

  public boolean isPruneConfirmed(Sequence sequence) {
    return sequence.equals(pruneConfirmed);
  }

  /**
   * The revision is done with.
   *
   * @param done of the restarts, these are
   * @param took what it took from outside its commit; absent: nothing
   */
  public ApplierState withConcluded(
      Sequence sequence, List<EventId> done, @Nullable Elsewhere took) {
    if (concluded != null && concluded.isAfter(sequence)) {
      return this;
    }
    List<EventId> remembered = new ArrayList<>(restartsDone);
    done.stream().filter(id -> !restartsDone.contains(id)).forEach(remembered::add);
    return with(
        s -> {
          s.concluded = sequence;
          s.restarts = restarts.stream().filter(restart -> !done.contains(restart.id())).toList();
          s.restartsDone =
              remembered.subList(
                  Math.max(0, remembered.size() - REMEMBERED_RESTARTS), remembered.size());
          s.elsewhere = took;
        });
  }

  /**
   * The newest revision is tried again, whatever became of it. What is there already when it is
   * tried again is recognised, and told as the same event.
   */
  public ApplierState triedAgain() {
    return with(s -> s.concluded = concluded == null || !isOfAnother(concluded) ? null : concluded);
  }

  /** The newest revision is applied again: what it takes from elsewhere is another by now. */
  public ApplierState withSourceMoved(Sequence sequence, String what) {
    if (cleared == null || !cleared.sequence().equals(sequence)) {
      return this;
    }
    Cleared again =
        new Cleared(
            cleared.revision(),
            cleared.guarded(),
            cleared.event(),
            cleared.correlation(),
            cleared.traceparent(),
            what);
    return triedAgain().with(s -> s.cleared = again);
  }

  /** What it took from elsewhere is known by now: what runs is that. */
  public ApplierState withElsewhere(Sequence sequence, String digest) {
    return isOfAnother(sequence) ? this : with(s -> s.elsewhere = new Elsewhere(digest, true));
  }

  /** Why what it takes from elsewhere cannot be rendered now; absent: it can. */
  public ApplierState withElsewhereBroken(Sequence sequence, @Nullable String why) {
    return isOfAnother(sequence) || elsewhere == null
        ? this
        : with(s -> s.elsewhere = elsewhere.with(why));
  }

  /** What was told of this revision's drift; nothing where another's was. */
  public DriftTold driftTold(Sequence sequence) {
    return driftTold != null && driftTold.sequence().equals(sequence)
        ? driftTold
        : new DriftTold(sequence, 0, List.of());
  }

  /** Noted after it was told; the same drift told twice is one event. */
  public ApplierState withDriftTold(Sequence sequence, List<String> drifts) {
    DriftTold before = driftTold(sequence);
    return before.drifts().equals(drifts)
        ? this
        : with(s -> s.driftTold = new DriftTold(sequence, before.times() + 1, drifts));
  }

  /** What people asked, where nobody did too. */
  public Questions asked() {
    return questions == null ? Questions.NONE : questions;
  }

  public ApplierState withQuestions(Questions changed) {
    return changed.equals(asked()) ? this : with(s -> s.questions = changed);
  }

  /** Noted before the first write, so that it is told though the instance dies in between. */
  public ApplierState withCorrecting(@Nullable Correction begun) {
    return with(s -> s.correcting = begun);
  }

  /** The places that do not answer, as far as they are told. */
  public List<Outage> unanswered() {
    return outages == null ? List.of() : outages;
  }

  /** Notes how it stands with that place. */
  public ApplierState withOutage(Outage outage) {
    List<Outage> others = new ArrayList<>(withoutOutage(outage.place()).unanswered());
    others.add(outage);
    return with(s -> s.outages = others);
  }

  /** That place answers again. */
  public ApplierState withoutOutage(String place) {
    return with(
        s ->
            s.outages =
                unanswered().stream().filter(outage -> !outage.place().equals(place)).toList());
  }

  private ApplierState with(Consumer<Changed> change) {
    Changed changed = new Changed(this);
    change.accept(changed);
    return changed.state();
  }

  /** Another state in the making. */
  private static final class Changed {
    private @Nullable Cleared cleared;
    private @Nullable String waitsFor;
    private @Nullable EventId granted;
    private @Nullable Hold hold;
    private @Nullable Sequence concluded;
    private List<Restart> restarts;
    private List<EventId> restartsDone;
    private @Nullable Sequence pruneConfirmed;
    private @Nullable Questions questions;
    private @Nullable Correction correcting;
    private @Nullable Elsewhere elsewhere;
    private @Nullable DriftTold driftTold;
    private @Nullable List<Outage> outages;

    private Changed(ApplierState before) {
      cleared = before.cleared;
      waitsFor = before.waitsFor;
      granted = before.granted;
      hold = before.hold;
      concluded = before.concluded;
      restarts = before.restarts;
      restartsDone = before.restartsDone;
      pruneConfirmed = before.pruneConfirmed;
      questions = before.questions;
      correcting = before.correcting;
      elsewhere = before.elsewhere;
      driftTold = before.driftTold;
      outages = before.outages;
    }

    private ApplierState state() {
      return new ApplierState(
          cleared,
          waitsFor,
          granted,
          hold,
          concluded,
          restarts,
          restartsDone,
          pruneConfirmed,
          questions,
          correcting,
          elsewhere,
          driftTold,
          outages);
    }
  }
}
