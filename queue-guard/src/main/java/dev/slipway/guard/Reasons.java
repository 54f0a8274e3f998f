package dev.slipway.guard;

import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.events.value.Promotion;
import dev.slipway.events.value.QueueReading;
import dev.slipway.events.value.Revision;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Why a revision waits, in words that say what would end it. */
final class Reasons {
  private static final DateTimeFormatter UNTIL =
      DateTimeFormatter.ofPattern("EEE d MMM HH:mm", Locale.ENGLISH);

  private Reasons() {}

  static List<HoldReason> ofStandstill(Standstill standstill) {
    var reasons = new ArrayList<HoldReason>();
    Standstill.Hold hold = standstill.hold();
    if (hold != null) {
      String why = hold.reason() == null ? "" : ": " + hold.reason();
      reasons.add(reason(Kind.HOLD, "held by " + hold.actor() + why));
    }
    if (standstill.unreadable() != null) {
      reasons.add(
          reason(
              Kind.UNREADABLE_REQUEST,
              "a request could not be read ("
                  + standstill.unreadable()
                  + "): it may have been a hold; resume when you know it was not"));
    }
    return reasons;
  }

  /** What the repository itself says: no override goes past it, a commit ends it. */
  static List<HoldReason> ofDeclaration(@Nullable String heldBecause) {
    return heldBecause == null ? List.of() : List.of(reason(Kind.HOLD, heldBecause));
  }

  static HoldReason unknownEnvironment(Revision revision) {
    return reason(
        Kind.UNKNOWN_ENVIRONMENT,
        "no slipway.yaml declares the environment " + revision.environment());
  }

  /** Restarts and rollbacks to what ran here before need no approval. */
  static List<HoldReason> ofApprovals(
      Revision revision, Evidence evidence, @Nullable Promotion promote) {
    int needed = promote == null ? 0 : promote.approvals();
    return revision.images().stream()
        .filter(image -> image.name() != null && !evidence.provenHere(image))
        .filter(image -> approvers(image, evidence) < needed)
        .map(
            image ->
                reason(
                    Kind.APPROVAL_MISSING,
                    approvers(image, evidence)
                        + " of "
                        + needed
                        + " approvals for "
                        + named(image)
                        + ": slipway approve "
                        + revision.environment()))
        .toList();
  }

  static List<HoldReason> ofProof(
      Revision revision, Evidence evidence, @Nullable Promotion promote) {
    if (promote == null) {
      return List.of();
    }
    return revision.images().stream()
        .filter(image -> !image.proven())
        .filter(image -> !evidence.provenHere(image) && !evidence.wasThereFirst(image))
        .map(
            image ->
                reason(
                    Kind.NOT_PROVEN,
                    image.reference() + " has not run successfully in " + promote.from()))
        .toList();
  }

  static List<HoldReason> ofQueues(@Nullable Guard guard, Observation seen) {
    if (guard == null || guard.queues().isEmpty()) {
      return List.of();
    }
    List<QueueReading> silent = readings(seen, reading -> reading.error() != null);
    List<QueueReading> answered = readings(seen, reading -> reading.error() == null);
    boolean jobs = answered.stream().anyMatch(reading -> !reading.isEmpty());
    var reasons = new ArrayList<HoldReason>();
    if (jobs) {
      reasons.add(queues(Kind.QUEUE_NOT_EMPTY, answered, ""));
    }
    if (!silent.isEmpty()) {
      reasons.add(queues(Kind.QUEUE_UNREACHABLE, jobs ? silent : seen.readings(), ""));
    }
    if (reasons.isEmpty() && seen.emptyFor().compareTo(guard.emptyFor()) < 0) {
      String until = "; clears once empty for " + guard.emptyFor().toSeconds() + " s";
      reasons.add(queues(Kind.QUEUE_SETTLING, answered, until));
    }
    return reasons;
  }

  /** Until when, by the clock of the window's own zone. */
  static List<HoldReason> ofFreeze(@Nullable Frozen frozen) {
    return frozen == null
        ? List.of()
        : List.of(
            reason(
                Kind.FROZEN,
                "frozen until "
                    + UNTIL.format(frozen.until())
                    + " "
                    + frozen.until().getZone().getId()));
  }

  /** Whether asking the queues again may end it. */
  static boolean isOfQueues(HoldReason reason) {
    return switch (reason.kind()) {
      case QUEUE_NOT_EMPTY, QUEUE_UNREACHABLE, QUEUE_SETTLING -> true;
      case FROZEN, HOLD, APPROVAL_MISSING, NOT_PROVEN, UNKNOWN_ENVIRONMENT, UNREADABLE_REQUEST ->
          false;
    };
  }

  private static int approvers(DesiredImage image, Evidence evidence) {
    Digest digest = image.digest();
    return digest == null ? 0 : evidence.approversOf(digest).size();
  }

  private static String named(DesiredImage image) {
    Digest digest = image.digest();
    return image.reference()
        + (digest == null ? ", whose digest is not known" : " (" + digest.abbreviated() + ")");
  }

  private static List<QueueReading> readings(Observation seen, Predicate<QueueReading> which) {
    return seen.readings().stream().filter(which).toList();
  }

  /**
   * {@code us-west-2: 1 running, us-east-2: empty}; where there are several queues, each by its
   * name: {@code cpu in us-west-2: 1 running, us-east-2: empty; gpu in us-west-2: empty}.
   */
  private static HoldReason queues(Kind kind, List<QueueReading> readings, String end) {
    Map<String, String> byQueue =
        readings.stream()
            .collect(
                Collectors.groupingBy(
                    QueueReading::queue,
                    LinkedHashMap::new,
                    Collectors.mapping(QueueReading::describe, Collectors.joining(", "))));
    String message =
        byQueue.size() == 1
            ? String.join("", byQueue.values())
            : byQueue.entrySet().stream()
                .map(queue -> queue.getKey() + " in " + queue.getValue())
                .collect(Collectors.joining("; "));
    return new HoldReason(kind, message + end, readings);
  }

  private static HoldReason reason(Kind kind, String message) {
    return new HoldReason(kind, message, List.of());
  }
}
