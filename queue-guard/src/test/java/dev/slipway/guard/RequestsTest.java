package dev.slipway.guard;

import static dev.slipway.guard.Examples.ANNA;
import static dev.slipway.guard.Examples.BEN;
import static dev.slipway.guard.Examples.KEY;
import static dev.slipway.guard.Examples.PRODUCTION;
import static dev.slipway.guard.Examples.WEST;
import static dev.slipway.guard.Examples.committed;
import static dev.slipway.guard.Examples.digest;
import static dev.slipway.guard.Examples.environment;
import static dev.slipway.guard.Examples.guarded;
import static dev.slipway.guard.Examples.promotion;
import static dev.slipway.guard.Examples.revision;
import static dev.slipway.guard.Examples.sequence;
import static dev.slipway.guard.Examples.succeeded;
import static dev.slipway.guard.Examples.unguarded;
import static dev.slipway.guard.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.EventType;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.messaging.Next;
import dev.slipway.messaging.UnreadableDelivery;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What people ask of the gate: holds, approvals, overrides. */
class RequestsTest {
  private final GateFixture gate = new GateFixture();

  @Test
  void aHoldStopsWhatComesUntilItIsResumed() throws Exception {
    gate.configuration.put(unguarded());
    EventEnvelope<HoldRequested> hold = gate.deliver(new HoldRequested(PRODUCTION, ANNA, "a demo"));
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.publisher.events(EnvironmentHeld.class))
        .containsExactly(new EnvironmentHeld(PRODUCTION, ANNA, "a demo"));
    assertThat(gate.publisher.published().getFirst().causationId()).isEqualTo(hold.id());
    assertThat(kinds()).containsExactly(Kind.HOLD);

    gate.deliver(new ResumeRequested(PRODUCTION, BEN, null));
    gate.work();
    assertThat(gate.publisher.events(EnvironmentResumed.class))
        .containsExactly(new EnvironmentResumed(PRODUCTION, BEN, null));
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void aHoldThatComesWhileTheQueuesAreAskedIsToldAtOnce() throws Exception {
    gate.configuration.put(guarded());
    gate.queues.whileAsked(() -> gate.deliver(new HoldRequested(PRODUCTION, ANNA, null)));
    assertThat(gate.harness.work(KEY)).isNotEqualTo(Next.whenChanged());
    assertThat(gate.publisher.events(EnvironmentHeld.class)).hasSize(1);
  }

  @Test
  void aHoldOutlivesTheGuard() throws Exception {
    gate.configuration.put(unguarded());
    gate.deliver(new HoldRequested(PRODUCTION, ANNA, null));
    gate.restart();
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.clearances()).isEmpty();
    assertThat(kinds()).containsExactly(Kind.HOLD);
  }

  @Test
  void aRedeliveredHoldDoesNotHoldAgain() throws Exception {
    gate.configuration.put(unguarded());
    EventEnvelope<HoldRequested> hold = gate.deliver(new HoldRequested(PRODUCTION, ANNA, null));
    gate.deliver(new ResumeRequested(PRODUCTION, ANNA, null));
    gate.work();
    gate.publisher.clear();
    gate.harness.deliver(KEY, hold);
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
    assertThat(gate.publisher.published()).hasSize(1);
  }

  @Test
  void whatWasClearedAndHasNotBegunIsClearedAgainAfterAHold() throws Exception {
    gate.configuration.put(unguarded());
    gate.deliver(committed(1));
    gate.work();
    gate.deliver(new HoldRequested(PRODUCTION, ANNA, null));
    gate.work();
    assertThat(kinds()).containsExactly(Kind.HOLD);
    gate.deliver(new ResumeRequested(PRODUCTION, ANNA, null));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL, Clearance.FINAL);
    assertThat(gate.publisher.published().stream().map(EventEnvelope::id)).doesNotHaveDuplicates();
  }

  @Test
  void whatRunsIsNotClearedAgainAfterAHold() throws Exception {
    gate.configuration.put(unguarded());
    gate.deliver(committed(1));
    gate.work();
    gate.deliver(succeeded(sequence(1), 1));
    gate.deliver(new HoldRequested(PRODUCTION, ANNA, null));
    gate.work();
    gate.deliver(new ResumeRequested(PRODUCTION, ANNA, null));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
    assertThat(kinds()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"HOLD_REQUESTED", "RESUME_REQUESTED", "APPROVAL_GIVEN"})
  void aRequestThatCannotBeReadHoldsTheEnvironment(EventType type) throws Exception {
    gate.configuration.put(unguarded());
    gate.harness.deliverUnreadable(unreadable("slipway.requests", type));
    gate.harness.deliverUnreadable(unreadable("slipway.requests", type));
    gate.deliver(committed(1));
    gate.work();
    assertThat(kinds()).containsExactly(Kind.UNREADABLE_REQUEST);
    assertThat(gate.publisher.events(EnvironmentHeld.class))
        .extracting(EnvironmentHeld::reason)
        .containsExactly("a request could not be read: not JSON");
    gate.deliver(new ResumeRequested(PRODUCTION, ANNA, null));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void soDoesARequestOfAnUnknownKindButNothingElse() throws Exception {
    gate.configuration.put(unguarded());
    gate.harness.deliverUnreadable(unreadable("slipway.rollouts", null));
    gate.harness.deliverUnreadable(unreadable("slipway.requests", EventType.DEPLOY_REQUESTED));
    assertThat(gate.state().standstill().stands()).isFalse();
    gate.harness.deliverUnreadable(unreadable("slipway.requests", null));
    assertThat(gate.state().standstill().stands()).isTrue();
  }

  @Test
  void aKeyThatIsNoEnvironmentIsLeftAlone() throws Exception {
    gate.harness.deliverUnreadable(
        new UnreadableDelivery("slipway.requests", "", EventType.HOLD_REQUESTED, "not JSON"));
    assertThat(gate.harness.work("")).isEqualTo(Next.whenChanged());
    assertThat(gate.publisher.published()).isEmpty();
  }

  @Test
  void waitsForAsManyPeopleAsAreAskedFor() throws Exception {
    gate.configuration.put(environment(promotion(2), null));
    gate.deliver(committed(1));
    gate.work();
    gate.deliver(new ApprovalGiven(PRODUCTION, Set.of(digest(1)), ANNA, null));
    gate.deliver(new ApprovalGiven(PRODUCTION, Set.of(digest(1)), ANNA, "again"));
    gate.work();
    assertThat(gate.publisher.events(RevisionHeld.class))
        .extracting(held -> held.reasons().getFirst().message().substring(0, 6))
        .containsExactly("0 of 2", "1 of 2");
    gate.deliver(new ApprovalGiven(PRODUCTION, Set.of(digest(1)), BEN, null));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void goingBackToWhatRanHereNeedsNeitherApprovalNorProof() throws Exception {
    gate.configuration.put(environment(promotion(1), null));
    gate.deliver(committed(1));
    gate.deliver(new ApprovalGiven(PRODUCTION, Set.of(digest(1)), ANNA, null));
    gate.work();
    gate.deliver(succeeded(sequence(1), 1));
    gate.deliver(committed(2));
    gate.work();
    assertThat(kinds()).containsExactly(Kind.APPROVAL_MISSING);

    gate.deliver(committed(revision(sequence(3), web(1, false))));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL, Clearance.FINAL);
  }

  @Test
  void anOverrideGoesPastTheQueuesForOneRevisionAndNamesItsActor() throws Exception {
    gate.configuration.put(guarded());
    gate.queues.running(WEST, 1);
    gate.deliver(committed(1));
    gate.work();
    gate.deliver(new GateOverrideRequested(PRODUCTION, sequence(1), BEN, "the site is down"));
    gate.work();
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.publisher.events(RevisionCleared.class))
        .extracting(RevisionCleared::clearance, RevisionCleared::overriddenBy)
        .containsExactly(tuple(Clearance.PREPARE, BEN), tuple(Clearance.GRANTED, BEN));

    gate.deliver(committed(2));
    gate.work();
    assertThat(gate.publisher.events(RevisionHeld.class).getLast().revision().sequence())
        .isEqualTo(sequence(2));
  }

  private static UnreadableDelivery unreadable(String topic, @Nullable EventType type) {
    return new UnreadableDelivery(topic, KEY, type, "not JSON");
  }

  private List<Kind> kinds() {
    return gate.publisher.events(RevisionHeld.class).stream()
        .flatMap(held -> held.reasons().stream())
        .map(reason -> reason.kind())
        .toList();
  }
}
