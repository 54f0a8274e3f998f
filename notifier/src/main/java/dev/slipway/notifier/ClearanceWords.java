package dev.slipway.notifier;

import dev.slipway.events.ClearanceEvent;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Revision;
import java.util.stream.Collectors;

/** Whether it may change now. */
final class ClearanceWords {
  private ClearanceWords() {}

  static String of(ClearanceEvent event, Glimpse known) {
    String where = event.environment().toString();
    return switch (event) {
      case RevisionHeld held ->
          where
              + " "
              + subject(held.revision(), known)
              + " HELD "
              + held.reasons().stream().map(HoldReason::message).collect(Collectors.joining("; "));
      case RevisionCleared cleared ->
          where + " " + subject(cleared.revision(), known) + cleared(cleared);
      case RevisionSuperseded _ ->
          where + ": the revision that waited will not run, a newer one took its place";
      case EnvironmentHeld held ->
          where + " is on hold by " + held.actor() + Words.because(held.reason());
      case EnvironmentResumed resumed ->
          where + " goes on: resumed by " + resumed.actor() + Words.because(resumed.reason());
    };
  }

  private static String cleared(RevisionCleared cleared) {
    String how =
        switch (cleared.clearance()) {
          case FINAL, GRANTED -> " may run now";
          case PREPARE -> " may be prepared";
        };
    return cleared.overriddenBy() == null
        ? how
        : how + ": " + cleared.overriddenBy() + " goes past the gate";
  }

  /** What changes; without an image that does, the commit. */
  private static String subject(Revision revision, Glimpse known) {
    String changes = Words.changes(revision.images(), known.running());
    if (!changes.isEmpty()) {
      return changes;
    }
    return (revision.restarts().isEmpty() ? "commit " : "restart at ")
        + revision.commit().abbreviated();
  }
}
