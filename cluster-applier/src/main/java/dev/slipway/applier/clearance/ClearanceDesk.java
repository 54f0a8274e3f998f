package dev.slipway.applier.clearance;

import dev.slipway.applier.state.Announcements;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.Question;
import dev.slipway.events.value.EventId;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.Optional;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Asks the guard, and knows how long its answer holds: ten seconds from asking, on this machine's
 * monotonic clock, so that no two clocks are compared (promise 6).
 */
public final class ClearanceDesk {
  public static final Duration VALIDITY = Duration.ofSeconds(10);
  private static final Duration LONGEST_SILENCE = Duration.ofMinutes(1);

  private record Question(EventId id, String purpose, long askedAtNanos) {}

  private final Announcements announcements;
  private final boolean guarded;
  private final LongSupplier nanoTime;
  private @Nullable Question question;
  private int unanswered;
  private boolean granted;
  private long grantedUntil;

  public ClearanceDesk(Announcements announcements, boolean guarded, LongSupplier nanoTime) {
    this.announcements = announcements;
    this.guarded = guarded;
    this.nanoTime = nanoTime;
  }

  public boolean isGuarded() {
    return guarded;
  }

  /** Whether a first write may be made at this moment. */
  public boolean isOpen() {
    return !guarded || (granted && nanoTime.getAsLong() < grantedUntil);
  }

  /** One answer, one pod: the next asks anew. */
  public void close() {
    granted = false;
  }

  /**
   * Looks for the answer to a question that was asked for this purpose; asks where there is none.
   *
   * @return when to come again; empty where the desk is open now
   */
  public Optional<Next> mustWait(String purpose, ApplierState state) {
    if (isOpen()) {
      return Optional.empty();
    }
    long now = nanoTime.getAsLong();
    Question asked = question;
    if (asked != null && asked.purpose().equals(purpose)) {
      boolean answered = asked.id().equals(state.granted());
      long expires = asked.askedAtNanos() + VALIDITY.toNanos();
      if (answered && now < expires) {
        return open(expires);
      }
      long askAgain = answered ? expires : asked.askedAtNanos() + silence().toNanos();
      if (state.waitsFor() == null && now < askAgain) {
        return Optional.of(Next.after(Duration.ofNanos(askAgain - now)));
      }
      unanswered = answered || state.waitsFor() != null ? 0 : unanswered + 1;
    }
    if (state.waitsFor() != null) {
      question = null;
      return Optional.of(Next.whenChanged());
    }
    // The clock starts before the question is sent: the answer's readings begin after it.
    question = new Question(announcements.asked(purpose), purpose, now);
    return Optional.of(Next.after(VALIDITY));
  }

  private Optional<Next> open(long expires) {
    granted = true;
    grantedUntil = expires;
    question = null;
    unanswered = 0;
    return Optional.empty();
  }

  /** A guard that is away is not asked every ten seconds for a night. */
  private Duration silence() {
    Duration silence = VALIDITY.multipliedBy(1L << Math.min(unanswered, 3));
    return silence.compareTo(LONGEST_SILENCE) < 0 ? silence : LONGEST_SILENCE;
  }
}
