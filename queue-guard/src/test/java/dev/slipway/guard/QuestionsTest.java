package dev.slipway.guard;

import static dev.slipway.guard.Examples.ANNA;
import static dev.slipway.guard.Examples.EMPTY_FOR;
import static dev.slipway.guard.Examples.KEY;
import static dev.slipway.guard.Examples.PRODUCTION;
import static dev.slipway.guard.Examples.WEST;
import static dev.slipway.guard.Examples.committed;
import static dev.slipway.guard.Examples.failed;
import static dev.slipway.guard.Examples.guarded;
import static dev.slipway.guard.Examples.sequence;
import static dev.slipway.guard.Examples.started;
import static dev.slipway.guard.Examples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ClearanceRequested;
import dev.slipway.events.DriftCorrected;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The applier asks last (promise 6). */
class QuestionsTest {
  private final GateFixture gate = new GateFixture();

  @BeforeEach
  void clearedToPrepare() throws Exception {
    gate.configuration.put(guarded());
    gate.work();
    gate.pass(EMPTY_FOR);
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
    gate.publisher.clear();
  }

  @Test
  void grantsAQuestionOnceByItsId() throws Exception {
    EventEnvelope<ClearanceRequested> question =
        gate.deliver(new ClearanceRequested(PRODUCTION, sequence(1), "apply"));
    gate.work();
    RevisionCleared granted = gate.publisher.events(RevisionCleared.class).getFirst();
    assertThat(granted.clearance()).isEqualTo(Clearance.GRANTED);
    assertThat(granted.answers()).isEqualTo(question.id());
    assertThat(granted.readings()).hasSize(2);
    assertThat(gate.publisher.published().getFirst().causationId()).isEqualTo(question.id());

    gate.harness.deliver(KEY, question);
    gate.work();
    assertThat(gate.publisher.published()).as("redelivered").hasSize(1);
  }

  /** A correction of drift stops pods as an apply does, long after the rollout is over. */
  @Test
  void answersForARevisionThatRunsAlready() throws Exception {
    gate.ask(sequence(1));
    gate.work();
    gate.deliver(succeeded(sequence(1)));
    gate.work();
    gate.publisher.clear();

    gate.queues.running(WEST, 1);
    gate.ask(sequence(1));
    gate.work();
    assertThat(heldKinds()).containsExactly(Kind.QUEUE_NOT_EMPTY);
    gate.queues.empty(WEST);
    gate.pass(EMPTY_FOR.plusSeconds(1));
    EventId question = gate.ask(sequence(1));
    gate.work();
    assertThat(gate.publisher.events(RevisionCleared.class).getLast().answers())
        .isEqualTo(question);

    gate.deliver(new DriftCorrected(PRODUCTION, sequence(1), List.of()));
    gate.work();
    assertThat(gate.state().candidate(sequence(1)).orElseThrow().stage()).isEqualTo(Stage.BEGUN);
  }

  @Test
  void aJobThatCameSinceHoldsTheRevisionUntilItIsGone() throws Exception {
    gate.queues.running(WEST, 1);
    EventId question = gate.ask(sequence(1));
    assertThat(gate.work()).isEqualTo(Next.after(Duration.ofSeconds(1)));
    assertThat(heldKinds()).containsExactly(Kind.QUEUE_NOT_EMPTY);
    assertThat(gate.publisher.published().getFirst().causationId()).isEqualTo(question);

    gate.queues.empty(WEST);
    gate.pass(EMPTY_FOR.plusSeconds(1));
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE, Clearance.GRANTED);
  }

  @Test
  void theAnswerRestsOnReadingsBegunAfterTheQuestion() throws Exception {
    gate.queues.whileAsked(
        () -> {
          gate.queues.running(WEST, 1);
          gate.ask(sequence(1));
        });
    // This reading began before the question, and its end is no answer to it.
    assertThat(gate.harness.work(KEY)).isEqualTo(Next.after(Duration.ZERO));
    assertThat(gate.publisher.published()).isEmpty();
    gate.work();
    assertThat(gate.clearances()).isEmpty();
    assertThat(heldKinds()).containsExactly(Kind.QUEUE_NOT_EMPTY);
  }

  @Test
  void aHoldThatComesWhileTheQueuesAreAskedCounts() throws Exception {
    gate.queues.whileAsked(() -> gate.deliver(new HoldRequested(PRODUCTION, ANNA, null)));
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).isEmpty();
    assertThat(heldKinds()).containsExactly(Kind.HOLD);
    gate.deliver(new ResumeRequested(PRODUCTION, ANNA, null));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
  }

  @Test
  void everyQuestionIsAnsweredThoughNothingChanged() throws Exception {
    gate.queues.running(WEST, 1);
    gate.ask(sequence(1));
    gate.work();
    gate.ask(sequence(1));
    gate.work();
    assertThat(heldKinds()).containsExactly(Kind.QUEUE_NOT_EMPTY, Kind.QUEUE_NOT_EMPTY);
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void asksAgainAreAnsweredWhereTheApplierDiedAfterTheGrant() throws Exception {
    gate.ask(sequence(1));
    gate.work();
    gate.pass(Duration.ofSeconds(30));
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.GRANTED, Clearance.GRANTED);
    assertThat(ids()).doesNotHaveDuplicates();
  }

  @Test
  void aRolloutThatHasBegunFinishesThoughJobsArrive() throws Exception {
    gate.ask(sequence(1));
    gate.work();
    gate.deliver(started(sequence(1)));
    gate.queues.running(WEST, 5);
    gate.pass(Duration.ofSeconds(30));
    gate.deliver(succeeded(sequence(1), 1));
    gate.pass(Duration.ofSeconds(30));
    assertThat(gate.publisher.events(RevisionHeld.class)).isEmpty();
    assertThat(gate.state().waitsForQueues()).isFalse();
  }

  @Test
  void anOrderedRestartThatIsStoppedInTheMiddleGoesOnWhenTheGateOpens() throws Exception {
    gate.ask(sequence(1));
    gate.work();
    gate.deliver(started(sequence(1)));
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.GRANTED, Clearance.GRANTED);

    gate.queues.running(WEST, 1);
    gate.ask(sequence(1));
    gate.work();
    assertThat(heldKinds()).containsExactly(Kind.QUEUE_NOT_EMPTY);
    gate.queues.empty(WEST);
    gate.pass(EMPTY_FOR.plusSeconds(1));
    assertThat(gate.clearances()).endsWith(Clearance.PREPARE).hasSize(3);
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).endsWith(Clearance.GRANTED).hasSize(4);
  }

  @Test
  void aStoppedRestartGoesOnThoughANewerRevisionIsHeldForAPerson() throws Exception {
    gate.configuration.put(Examples.environment(Examples.promotion(1), Examples.GUARD));
    gate.deliver(succeeded(sequence(1), 1));
    gate.deliver(started(sequence(1)));
    gate.queues.running(WEST, 1);
    gate.ask(sequence(1));
    gate.work();
    gate.deliver(committed(2));
    gate.work();
    gate.queues.empty(WEST);
    gate.pass(EMPTY_FOR.plusSeconds(1));
    assertThat(gate.publisher.events(RevisionCleared.class))
        .extracting(cleared -> cleared.revision().sequence())
        .containsExactly(sequence(1));
    assertThat(gate.publisher.events(RevisionSuperseded.class)).isEmpty();
  }

  @Test
  void aQuestionForAnOlderRevisionIsToldThatItIsSuperseded() throws Exception {
    gate.deliver(committed(2));
    gate.work();
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.publisher.events(RevisionSuperseded.class))
        .containsOnly(new RevisionSuperseded(PRODUCTION, sequence(1), sequence(2)))
        .hasSize(2);
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
    assertThat(gate.state().question()).isNull();
    assertThat(ids().stream().distinct()).as("the second is recognised").hasSize(2);
  }

  @Test
  void aRolloutThatDidNotBeginLeavesTheRevisionCleared() throws Exception {
    gate.deliver(failed(sequence(1), false));
    gate.pass(Duration.ofSeconds(10));
    assertThat(gate.publisher.published()).isEmpty();
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.GRANTED);
  }

  @Test
  void afterAKillTheOpenQuestionIsAnsweredByNewReadings() throws Exception {
    gate.ask(sequence(1));
    gate.restart();
    gate.work();
    assertThat(gate.clearances()).isEmpty();
    assertThat(heldKinds()).containsExactly(Kind.QUEUE_SETTLING);
    gate.pass(EMPTY_FOR.plusSeconds(1));
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
  }

  @Test
  void anIntervalThatNobodyWatchedIsNotEmpty() throws Exception {
    gate.skip(Duration.ofSeconds(16));
    gate.ask(sequence(1));
    gate.work();
    assertThat(heldKinds()).containsExactly(Kind.QUEUE_SETTLING);
  }

  private List<Kind> heldKinds() {
    return gate.publisher.events(RevisionHeld.class).stream()
        .flatMap(held -> held.reasons().stream())
        .map(reason -> reason.kind())
        .toList();
  }

  private List<EventId> ids() {
    return gate.publisher.published().stream().<EventId>map(EventEnvelope::id).toList();
  }
}
