package dev.slipway.events.value;

import java.util.List;

/**
 * One reason why a revision waits.
 *
 * @param message for people, complete: {@code us-west-2: 1 running, us-east-2: empty}
 * @param queues the readings behind it; empty for reasons that are not queues
 */
public record HoldReason(Kind kind, String message, List<QueueReading> queues) {
  /** What kind of thing holds. */
  public enum Kind {
    /** A queue holds jobs. */
    QUEUE_NOT_EMPTY,
    /** A region does not answer: that is not empty. */
    QUEUE_UNREACHABLE,
    /** The queues are empty, but not for long enough yet. */
    QUEUE_SETTLING,
    /** The calendar says so; the message says until when. */
    FROZEN,
    /** A person said so. */
    HOLD,
    /** A person has to say so first. */
    APPROVAL_MISSING,
    /** Not proven in the environment that this one promotes from. */
    NOT_PROVEN,
    /** No configuration of such an environment. */
    UNKNOWN_ENVIRONMENT,
    /** A hold, resume or approval could not be read, so the environment stands still. */
    UNREADABLE_REQUEST
  }

  public HoldReason {
    queues = List.copyOf(queues);
  }
}
