package dev.slipway.guard;

import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A revision at the gate.
 *
 * @param cause the event that brought it
 * @param said what was last said of its waiting; absent: nothing yet
 * @param clearances how often it was cleared, so that each time has an id of its own
 */
record Candidate(Revision revision, Cause cause, Stage stage, @Nullable Said said, int clearances) {

  static Candidate waiting(Revision revision, Cause cause) {
    return new Candidate(revision, cause, Stage.WAITING, null, 0);
  }

  Sequence sequence() {
    return revision.sequence();
  }

  Candidate at(Stage next) {
    return next == stage ? this : new Candidate(revision, cause, next, said, clearances);
  }

  /** An equal sequence renews: what the revision says, not where it stands. */
  Candidate renewed(Revision newer) {
    return newer.equals(revision) ? this : new Candidate(newer, cause, stage, said, clearances);
  }

  Candidate held(List<HoldReason> reasons, Instant at) {
    Stage next = stage.hasBegun() ? Stage.PAUSED : Stage.WAITING;
    int times = said == null ? 1 : said.times() + 1;
    return new Candidate(
        revision, cause, next, new Said(reasons, heldSince(at), at, times), clearances);
  }

  /** What has begun stays so: it is only asked about again. */
  Candidate cleared(Stage next) {
    Said quiet = said == null ? null : said.cleared();
    Stage after = stage.hasBegun() ? Stage.BEGUN : next;
    return new Candidate(revision, cause, after, quiet, clearances + 1);
  }

  boolean waitsForQueuesOnly() {
    return said != null && said.reasons().stream().allMatch(Reasons::isOfQueues);
  }

  Instant heldSince(Instant now) {
    return said == null ? now : said.since();
  }
}
