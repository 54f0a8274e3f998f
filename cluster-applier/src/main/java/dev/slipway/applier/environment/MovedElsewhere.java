package dev.slipway.applier.environment;

import dev.slipway.applier.Declared;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.plan.Applied;
import dev.slipway.applier.state.ApplierState.Elsewhere;
import dev.slipway.events.value.EventId;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Sees that the same commit means something else by now than what was applied, by this instance or
 * by one before: a chart of another repository, or a newer version in a range.
 */
final class MovedElsewhere {
  private static final Logger log = LoggerFactory.getLogger(MovedElsewhere.class);
  private final KeptRevision kept;
  private final Outages outages;

  MovedElsewhere(KeptRevision kept, Outages outages) {
    this.kept = kept;
    this.outages = outages;
  }

  /** A chart or values were missing: they are looked for until they come. */
  boolean wasMissing() {
    Elsewhere elsewhere = kept.context.state().elsewhere();
    return elsewhere != null && elsewhere.digest() == null;
  }

  /** What it is by now could not be written; what ran before may run still. */
  boolean wasRefused() {
    Elsewhere elsewhere = kept.context.state().elsewhere();
    return elsewhere != null && !elsewhere.runs();
  }

  /** Has the revision applied again where it means something else by now. */
  boolean appliesAgain(boolean runs) throws InterruptedException {
    if (!hasMoved(runs)) {
      return false;
    }
    kept.memory.forget();
    String again = EventId.random().toString();
    var _ = kept.context.update(state -> state.withSourceMoved(kept.cleared.sequence(), again));
    kept.stand.outcomes().count("found", "SOURCE_MOVED");
    log.atInfo()
        .addKeyValue("environment", kept.environment.name())
        .addKeyValue("sequence", kept.cleared.sequence())
        .log("a chart or values from elsewhere are others by now: the revision is applied again");
    return true;
  }

  private boolean hasMoved(boolean runs) throws InterruptedException {
    Elsewhere before = kept.context.state().elsewhere();
    if (before == null) {
      noteWhatNobodyNoted(runs);
      return false;
    }
    Declared now;
    try {
      now = kept.rendered();
    } catch (RefusedException e) {
      // What was applied stays good while the other place is away, or broken.
      kept.stand.outcomes().count("source-unknown", e.token());
      tellBroken(before, String.valueOf(e.getMessage()));
      return false;
    } catch (UnavailableException e) {
      kept.stand.outcomes().count("source-unknown", e.token());
      outages.failed(e, kept.environment, kept.memory, kept.context);
      return false;
    }
    if (before.digest() == null) {
      return true;
    }
    if (before.broken() != null) {
      var _ =
          kept.context.update(state -> state.withElsewhereBroken(kept.cleared.sequence(), null));
    }
    String digest = now.elsewhere();
    if (digest == null || digest.equals(before.digest())) {
      return false;
    }
    if (!before.runs() || !isAppliedHere(now)) {
      return true;
    }
    note(digest);
    return false;
  }

  /** Once for each cause, whoever looks. */
  private void tellBroken(Elsewhere before, String why) {
    if (why.equals(before.broken())) {
      return;
    }
    kept.announcements.driftFound(
        List.of(),
        "what it takes from elsewhere cannot be rendered by now: " + why,
        before.timesMended());
    var _ = kept.context.update(state -> state.withElsewhereBroken(kept.cleared.sequence(), why));
    log.atWarn()
        .addKeyValue("environment", kept.environment.name())
        .addKeyValue("sequence", kept.cleared.sequence())
        .log("a chart or values from elsewhere cannot be rendered by now");
  }

  /** An older version of this service did not note it: what is there now is the measure. */
  private void noteWhatNobodyNoted(boolean runs) throws InterruptedException {
    if (!runs || kept.drift.declared != null || kept.memory.applied != null) {
      return;
    }
    Declared now = kept.rendered();
    kept.drift.declared = kept.objects(now);
    String digest = now.elsewhere();
    if (digest != null) {
      note(digest);
    }
  }

  private void note(String digest) {
    var _ = kept.context.update(state -> state.withElsewhere(kept.cleared.sequence(), digest));
  }

  /** Another chart may come to the same objects. */
  private boolean isAppliedHere(Declared now) throws InterruptedException {
    Optional<Applied> applied = kept.applied();
    try {
      return applied.isPresent() && applied.get().objects().equals(kept.objects(now));
    } catch (RefusedException e) {
      return false; // Applying it tells why.
    }
  }
}
