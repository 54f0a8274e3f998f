package dev.slipway.applier.environment;

import dev.slipway.applier.ClusterScope;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.Question;
import dev.slipway.applier.state.Questions;
import dev.slipway.events.Environment;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.messaging.KeyContext;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Answers what people ask about one environment, one question after the other, beside what its
 * worker does: a rollout waits for no question, and a question for no rollout. For the worker's
 * thread; the answers themselves are found on another.
 */
final class Answering {
  private static final Duration LOOK_UP = Duration.ofMillis(25);

  private record Current(Question question, Begun<ReportEvent> answer) {}

  private final Answers answers;
  private final ClusterScope scope;
  private @Nullable Current current;
  private volatile boolean held;

  Answering(Answers answers, ClusterScope scope) {
    this.answers = answers;
    this.scope = scope;
  }

  /** Tells an answer that was found, and begins with the next question. Quick. */
  void attend(KeyContext<ApplierState> context) {
    held = context.state().hold() != null;
    Current found = current;
    if (found != null && found.answer().isThrough()) {
      current = null;
      tell(found, context);
    }
    if (current == null) {
      Optional<Question> next = context.state().asked().next();
      if (next.isPresent()) {
        begin(next.get(), context);
      }
    }
  }

  private void tell(Current found, KeyContext<ApplierState> context) {
    Question question = found.question();
    ReportEvent answer =
        found
            .answer()
            .result()
            .orElseGet(() -> Answers.failed(question, EnvironmentName.parse(context.key())));
    if (context.state().asked().open().contains(question)) {
      answers.tell(question, answer, context.publisher());
      context.update(state -> answers.answered(state, question, answer));
    }
  }

  private void begin(Question question, KeyContext<ApplierState> context) {
    EnvironmentName name = EnvironmentName.parse(context.key());
    Optional<Environment> environment = context.configuration().environment(name);
    if (environment.isPresent() && !scope.covers(environment.get().cluster())) {
      // Another applier's to answer.
      context.update(state -> state.withQuestions(state.asked().withAnswered(question.id())));
      return;
    }
    Questions.Newest newest = context.state().asked().newest();
    current =
        new Current(
            question,
            Begun.of(
                () ->
                    answers.to(
                        question,
                        name,
                        () -> context.configuration().environment(name),
                        newest,
                        () -> held)));
  }

  /**
   * Waits until every question is answered, or the worker is wanted again: at once where an answer
   * has a revision tried again.
   *
   * @param next when it is wanted otherwise
   * @return when the worker is to be called again
   */
  Next finish(KeyContext<ApplierState> context, Next next) throws InterruptedException {
    boolean wasThrough = context.state().pending().isEmpty();
    Next then = awaitAnswers(context, next);
    return wasThrough && context.state().pending().isPresent() ? Next.after(Duration.ZERO) : then;
  }

  private Next awaitAnswers(KeyContext<ApplierState> context, Next next)
      throws InterruptedException {
    long from = System.nanoTime();
    attend(context);
    if (current == null) {
      return next;
    }
    while (current != null) {
      if (next instanceof Next.After(Duration delay)) {
        Duration left = delay.minusNanos(System.nanoTime() - from);
        if (!left.isPositive()) {
          return Next.after(Duration.ZERO);
        }
      }
      boolean through = current.answer().await(LOOK_UP);
      if (!through && context.awaitChange(Duration.ZERO)) {
        return Next.after(Duration.ZERO);
      }
      attend(context);
    }
    return next instanceof Next.After(Duration delay)
        ? Next.after(longest(Duration.ZERO, delay.minusNanos(System.nanoTime() - from)))
        : next;
  }

  private static Duration longest(Duration one, Duration other) {
    return one.compareTo(other) > 0 ? one : other;
  }

  /** The environment is another instance's now: nothing goes on here. */
  void abandon() {
    Current given = current;
    current = null;
    if (given != null) {
      given.answer().close();
    }
  }
}
