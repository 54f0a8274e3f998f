package dev.slipway.applier.environment;

import dev.slipway.applier.ApplierException;
import dev.slipway.applier.Cluster;
import dev.slipway.applier.RefusedException;
import dev.slipway.applier.Stand;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.plan.SetUp;
import dev.slipway.applier.state.ApplierState;
import dev.slipway.applier.state.Question;
import dev.slipway.applier.state.Questions;
import dev.slipway.events.AdoptionReported;
import dev.slipway.events.Environment;
import dev.slipway.events.EnvironmentCreated;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.QuestionDeclined;
import dev.slipway.events.ReportEvent;
import dev.slipway.events.value.ApplyRules;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.RolloutFailure;
import dev.slipway.messaging.EventPublisher;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finds the answers to people's questions. Whoever asks waits: what does not answer within the
 * patience declines the question, though it might later.
 */
public final class Answers {
  public static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final Logger log = LoggerFactory.getLogger(Answers.class);
  private static final String SOURCE = "/cluster-applier";

  /** For what is most likely misspelt, and at best a moment late. */
  private static final Duration MISTAKEN = Duration.ofSeconds(5);

  private static final Duration PAUSE = Duration.ofMillis(500);

  private final Stand stand;
  private final Preparation preparation;
  private final Duration patience;

  public Answers(Stand stand, Preparation preparation, Duration patience) {
    this.stand = stand;
    this.preparation = preparation;
    this.patience = patience;
  }

  /**
   * The answer, or why there is none.
   *
   * @param environment looked up anew at each try: it may have been declared just now
   * @param newest what a question without a commit is about; absent: no revision is known
   * @param held whether nothing may be written, looked at before every write
   */
  public ReportEvent to(
      Question question,
      EnvironmentName name,
      Supplier<Optional<Environment>> environment,
      Questions.@Nullable Newest newest,
      BooleanSupplier held)
      throws InterruptedException {
    long begun = System.nanoTime();
    while (true) {
      try {
        return answer(question, declared(name, environment.get()), newest, held);
      } catch (RefusedException e) {
        if (e.reason() != RolloutFailure.UNKNOWN_ENVIRONMENT || isOver(begun, MISTAKEN)) {
          return declined(question, name, e.reason(), e);
        }
      } catch (UnavailableException e) {
        RolloutFailure reason = reason(question, e);
        if (isOver(begun, reason == RolloutFailure.UNKNOWN_REVISION ? MISTAKEN : patience)) {
          return declined(question, name, reason, e);
        }
      } catch (RuntimeException e) {
        log.atWarn()
            .addKeyValue("environment", name)
            .addKeyValue("event", question.id())
            .setCause(e)
            .log("a question could not be answered");
        return failed(question, name);
      }
      Thread.sleep(PAUSE);
    }
  }

  /** Where it failed for no reason that it knows. */
  public static QuestionDeclined failed(Question question, EnvironmentName name) {
    return new QuestionDeclined(
        name,
        question.id(),
        RolloutFailure.NO_ANSWER,
        "the applier failed while it looked: its log says more");
  }

  private boolean isOver(long begun, Duration after) {
    Duration atMost = after.compareTo(patience) < 0 ? after : patience;
    return System.nanoTime() - begun >= atMost.minus(PAUSE).toNanos();
  }

  private static Environment declared(EnvironmentName name, Optional<Environment> environment) {
    return environment.orElseThrow(
        () ->
            new RefusedException(
                RolloutFailure.UNKNOWN_ENVIRONMENT,
                "no repository declares an environment " + name));
  }

  private ReportEvent answer(
      Question question,
      Environment environment,
      Questions.@Nullable Newest newest,
      BooleanSupplier held)
      throws InterruptedException {
    refuseWrites(question, environment, held);
    return switch (question.wish()) {
      case DIFF ->
          new DiffReader(preparation, stand.renderer().secrets())
              .read(environment, commit(question, environment, newest))
              .answering(question.id());
      case SHOW_OWNERS ->
          adoption(environment, commit(question, environment, newest)).show(question.id());
      case ADOPT ->
          adoption(environment, commit(question, environment, newest))
              .take(question.id(), () -> !held.getAsBoolean());
      case SET_UP -> new SetUp(preparation.cluster(environment), environment).answer(question);
    };
  }

  private Adoption adoption(Environment environment, GitRevision commit)
      throws InterruptedException {
    Cluster cluster = preparation.cluster(environment);
    return new Adoption(
        cluster, environment, commit, preparation.declared(environment, commit, cluster).objects());
  }

  private static void refuseWrites(
      Question question, Environment environment, BooleanSupplier held) {
    if (!question.writes()) {
      return;
    }
    if (environment.rules().mode() == ApplyRules.Mode.OBSERVE) {
      throw new RefusedException(
          RolloutFailure.ONLY_OBSERVED,
          "environment %s is only observed, so nothing is written: take 'mode: observe' out of 'apply' in slipway.yaml first"
              .formatted(environment.name()));
    }
    if (held.getAsBoolean()) {
      throw new RefusedException(
          RolloutFailure.ON_HOLD,
          "environment %s is on hold: ask again after: slipway resume %s"
              .formatted(environment.name(), environment.name()));
    }
  }

  private static GitRevision commit(
      Question question, Environment environment, Questions.@Nullable Newest newest) {
    if (question.commit() != null) {
      return question.commit();
    }
    if (newest == null) {
      throw new RefusedException(
          RolloutFailure.UNKNOWN_REVISION,
          "no revision of environment %s is known yet: name a commit, or push one"
              .formatted(environment.name()));
    }
    return newest.commit();
  }

  /** A commit that Git does not hand out is most likely a mistake of whoever named it. */
  private static RolloutFailure reason(Question question, UnavailableException e) {
    return question.commit() != null && e.reason() == UnavailableException.Reason.GIT_UNAVAILABLE
        ? RolloutFailure.UNKNOWN_REVISION
        : RolloutFailure.NO_ANSWER;
  }

  private QuestionDeclined declined(
      Question question, EnvironmentName name, RolloutFailure reason, ApplierException e) {
    return new QuestionDeclined(
        name,
        question.id(),
        reason,
        stand.renderer().secrets().masked(String.valueOf(e.getMessage())));
  }

  /** Tells it. The id follows from the question's: told twice, it is one event. */
  public void tell(Question question, ReportEvent answer, EventPublisher publisher) {
    EventId id = EventId.derive(SOURCE, "answer", question.id());
    publisher.publish(
        new EventEnvelope<>(
            id,
            SOURCE,
            stand.clock().instant(),
            answer,
            question.correlation(),
            question.id(),
            question.traceparent()));
    boolean declined = answer instanceof QuestionDeclined;
    stand
        .outcomes()
        .count(
            declined ? "declined" : "answered",
            answer instanceof QuestionDeclined(_, _, RolloutFailure reason, _)
                ? reason.name()
                : question.wish().name());
  }

  /**
   * The state once the answer is told: what was refused for an absent environment, or for another
   * field manager, may go on.
   */
  public ApplierState answered(ApplierState state, Question question, ReportEvent answer) {
    ApplierState told = state.withQuestions(state.asked().withAnswered(question.id()));
    return opensTheWay(answer) ? told.triedAgain() : told;
  }

  private static boolean opensTheWay(ReportEvent answer) {
    return switch (answer) {
      case EnvironmentCreated _ -> true;
      case AdoptionReported(_, _, _, boolean taken, var fields, _) -> taken && !fields.isEmpty();
      default -> false;
    };
  }
}
