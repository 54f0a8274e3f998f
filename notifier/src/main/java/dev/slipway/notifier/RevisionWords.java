package dev.slipway.notifier;

import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionEvent;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.ImageUpdate;
import java.util.List;

/** What is desired. */
final class RevisionWords {
  private RevisionWords() {}

  static String of(RevisionEvent event, Glimpse known) {
    String where = event.environment().toString();
    return switch (event) {
      case RevisionCommitted committed -> where + " " + committed(committed, known);
      case RestartDecided decided -> {
        String workload = decided.restart().workload();
        yield where
            + " restarts "
            + (workload == null ? "its pods" : workload)
            + Words.because(decided.restart().reason());
      }
      case UpdateDeclined declined -> where + " " + declined(declined);
      case UpdateProposed proposed ->
          where
              + " "
              + (proposed.updates().isEmpty() ? proposed.title() : updates(proposed.updates()))
              + (proposed.opened() ? " waits for merge of " : " is now what waits for merge of ")
              + proposed.request();
    };
  }

  private static String committed(RevisionCommitted committed, Glimpse known) {
    String commit = committed.revision().commit().abbreviated();
    if (!committed.updates().isEmpty()) {
      return updates(committed.updates()) + " is committed (" + commit + ")";
    }
    String changes = Words.changes(committed.revision().images(), known.running());
    return (changes.isEmpty() ? "" : changes + " ")
        + "is committed by "
        + committed.author()
        + " ("
        + commit
        + ")"
        + Words.because(committed.subject());
  }

  private static String updates(List<ImageUpdate> updates) {
    return Words.list(updates.stream().map(RevisionWords::update).toList());
  }

  private static String update(ImageUpdate update) {
    String from = update.from() == null ? "" : update.from() + " → ";
    return update.name() + " " + from + update.to();
  }

  private static String declined(UpdateDeclined declined) {
    String image = declined.image() == null ? "" : declined.image() + " ";
    String candidate =
        declined.candidate() == null ? "" : Words.version(declined.candidate()) + " ";
    String place = "";
    if (declined.file() != null) {
      place = " (" + declined.file() + (declined.line() == null ? "" : ":" + declined.line()) + ")";
    }
    return image + candidate + "declined" + Words.because(declined.message()) + place;
  }
}
