package dev.slipway.applier;

import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the guard, and knows how long its answer holds: ten seconds from asking, on this machine's
 * monotonic clock, so that no two clocks are compared (promise 6).
 */
final class ClearanceDesk {
  static final Duration VALIDITY = Duration.ofSeconds(10);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  /** What the guard says. */
  sealed interface Permission {

    /** Write before that time of the monotonic clock. */
    record Granted(long untilNanos) implements Permission {}

    /** Not now. */
    record Wait(Next next) implements Permission {}
  }

  private record Question(EventId id, String purpose, long askedAtNanos) {}

  private final Announcements announcements;
  private final boolean guarded;
  private final LongSupplier nanoTime;
  private @Nullable Question question;
  private int unanswered;

  ClearanceDesk(Announcements announcements, boolean guarded, LongSupplier nanoTime) {
    this.announcements = announcements;
    this.guarded = guarded;
    this.nanoTime = nanoTime;
  }

  boolean isGuarded() {
    return guarded;
  }

  /** The answer to a question that was asked for this purpose; asks where there is none. */
  Permission permission(String purpose, ApplierState state) {
    if (!guarded) {
      return new Permission.Granted(nanoTime.getAsLong() + Duration.ofDays(1).toNanos());
    }
    long now = nanoTime.getAsLong();
    Question asked = question;
    if (asked != null && asked.purpose().equals(purpose)) {
      boolean answered = asked.id().equals(state.granted());
      long expires = asked.askedAtNanos() + VALIDITY.toNanos();
      if (answered && now < expires) {
        return new Permission.Granted(expires);
      }
      long askAgain = asked.askedAtNanos() + (answered ? VALIDITY : silence()).toNanos();
      if (!state.parked() && now < askAgain) {
        return new Permission.Wait(Next.after(Duration.ofNanos(askAgain - now)));
      }
      unanswered = answered || state.parked() ? 0 : unanswered + 1;
    }
    if (state.parked()) {
      question = null;
      return new Permission.Wait(Next.whenChanged());
    }
    // The clock starts before the question is sent: the answer's readings begin after it.
    question = new Question(announcements.asked(purpose), purpose, now);
    return new Permission.Wait(Next.after(VALIDITY));
  }

  /** One answer, one write: whatever comes later asks anew. */
  void used() {
    question = null;
    unanswered = 0;
  }

  /** A guard that is away is not asked every ten seconds for a night. */
  private Duration silence() {
    Duration silence = VALIDITY.multipliedBy(1L << Math.min(unanswered, 3));
    return silence.compareTo(LONGEST_SILENCE) < 0 ? silence : LONGEST_SILENCE;
  }
}
