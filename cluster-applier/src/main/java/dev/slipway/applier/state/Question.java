package dev.slipway.applier.state;

import dev.slipway.events.AdoptionRequested;
import dev.slipway.events.DiffRequested;
import dev.slipway.events.EnvironmentSetupRequested;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Something that a person asks about an environment's cluster.
 *
 * @param id the request's
 * @param commit what it is about; absent: the newest revision that is known
 */
public record Question(
    EventId id,
    EventId correlation,
    @Nullable String traceparent,
    Wish wish,
    Actor actor,
    @Nullable GitRevision commit) {

  /** What is to be told, or done. */
  public enum Wish {
    DIFF,
    SHOW_OWNERS,
    ADOPT,
    SET_UP
  }

  /** The question that the event asks; empty where it asks none. */
  public static Optional<Question> of(EventEnvelope<?> envelope) {
    return switch (envelope.event()) {
      case DiffRequested diff ->
          Optional.of(question(envelope, Wish.DIFF, diff.actor(), diff.commit()));
      case AdoptionRequested adoption ->
          Optional.of(
              question(
                  envelope,
                  adoption.confirmed() ? Wish.ADOPT : Wish.SHOW_OWNERS,
                  adoption.actor(),
                  null));
      case EnvironmentSetupRequested setup ->
          Optional.of(question(envelope, Wish.SET_UP, setup.actor(), null));
      default -> Optional.empty(); // The topics carry more than questions.
    };
  }

  private static Question question(
      EventEnvelope<?> envelope, Wish wish, Actor actor, @Nullable GitRevision commit) {
    return new Question(
        envelope.id(), envelope.correlationId(), envelope.traceparent(), wish, actor, commit);
  }

  /** Whether the answer may write. */
  public boolean writes() {
    return switch (wish) {
      case DIFF, SHOW_OWNERS -> false;
      case ADOPT, SET_UP -> true;
    };
  }
}
