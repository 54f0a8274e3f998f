package dev.slipway.console;

import dev.slipway.events.DiffReported;
import dev.slipway.events.Environment;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.HoldReason;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Says in words where a revision stands, and what would help it on. */
final class Standing {
  private Standing() {}

  static String detail(RevisionTrack track, Progress progress, List<PlaceAway> outages) {
    return progress == Progress.CLEARED && !outages.isEmpty()
        ? "waits for "
            + outages.stream().map(PlaceAway::place).collect(Collectors.joining(" and "))
            + ", which does not answer"
        : detail(track, progress);
  }

  static String detail(RevisionTrack track, Progress progress) {
    return switch (progress) {
      case HELD -> track.held().map(held -> Telling.reasons(held.reasons())).orElse("");
      case FAILED -> track.failure().map(Standing::failed).orElse("");
      case ROLLING_OUT ->
          track.latestProgress().map(Standing::progressed).orElse("pods are changing");
      case COMMITTED -> "waits for the guard";
      case CLEARED ->
          track
              .delayed()
              .map(delayed -> "waits for others: " + delayed.message())
              .orElse("waits for the applier");
      case OBSERVED -> track.observed().map(Standing::observed).orElse("");
      case REPLACED -> "a newer revision took its place";
      case PENDING, DECLINED, RUNNING, DONE -> "";
    };
  }

  /** What has to happen, or be done, for a held revision to go on. */
  static Optional<String> whatHelps(Environment environment, List<HoldReason> reasons) {
    String all =
        reasons.stream()
            .map(HoldReason::kind)
            .distinct()
            .map(kind -> whatHelps(environment, kind))
            .filter(text -> !text.isEmpty())
            .collect(Collectors.joining("; "));
    return all.isEmpty() ? Optional.empty() : Optional.of(all);
  }

  private static String whatHelps(Environment environment, HoldReason.Kind kind) {
    Guard guard = environment.guard();
    return switch (kind) {
      case QUEUE_NOT_EMPTY ->
          guard == null
              ? ""
              : "clears " + Durations.exact(guard.emptyFor()) + " after the last job";
      case HOLD, UNREADABLE_REQUEST -> "until: slipway resume " + environment.name();
      case APPROVAL_MISSING -> "to approve: slipway approve " + environment.name();
      case FROZEN -> "past it: slipway override " + environment.name() + " --reason REASON";
      case QUEUE_UNREACHABLE, QUEUE_SETTLING, NOT_PROVEN, UNKNOWN_ENVIRONMENT -> "";
    };
  }

  private static String observed(DiffReported diff) {
    String change = Telling.changes(diff) + " if it were applied";
    return diff.obstacles() == null
        ? change
        : change + ", but would be refused: " + diff.obstacles().getFirst();
  }

  private static String failed(RolloutFailed failed) {
    return failed.reason()
        + (failed.workload() == null ? "" : " in " + failed.workload())
        + ": "
        + failed.message();
  }

  private static String progressed(RolloutProgressed progress) {
    return progress.workload() + " " + progress.ready() + "/" + progress.desired() + " ready";
  }
}
