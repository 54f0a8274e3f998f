package dev.slipway.notifier;

import dev.slipway.events.AdoptionReported;
import dev.slipway.events.DiffReported;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.ReportEvent;

/** What the applier answers to a question about a cluster. */
final class ReportWords {
  private ReportWords() {}

  static String of(ReportEvent event) {
    String where = event.environment().toString();
    return switch (event) {
      case DiffReported diff ->
          where
              + (diff.sequence() == null ? ": " : " is only observed: ")
              + diff.commit().abbreviated()
              + " would change "
              + Words.count(diff.objects().size() + diff.more(), "object");
      case AdoptionReported adoption ->
          where
              + (adoption.taken() ? " took over fields of " : ": other managers own fields of ")
              + Words.count(adoption.fields().size() + adoption.more(), "object");
      case EnvironmentCreated created ->
          where + " is set up in cluster " + created.cluster() + ", asked by " + created.actor();
      case QuestionDeclined declined -> where + ": declined" + Words.because(declined.message());
    };
  }
}
