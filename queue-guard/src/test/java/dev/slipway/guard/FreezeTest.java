package dev.slipway.guard;

import static dev.slipway.guard.Examples.ANNA;
import static dev.slipway.guard.Examples.BEN;
import static dev.slipway.guard.Examples.GUARD;
import static dev.slipway.guard.Examples.PRODUCTION;
import static dev.slipway.guard.Examples.WEST;
import static dev.slipway.guard.Examples.committed;
import static dev.slipway.guard.Examples.environment;
import static dev.slipway.guard.Examples.guardedForPods;
import static dev.slipway.guard.Examples.sequence;
import static dev.slipway.guard.Examples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.slipway.events.Environment;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FreezeWindow;
import dev.slipway.events.value.Guard;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Friday noon in Greenwich, 13:00 in Berlin, where production freezes at 16:00 until Monday. */
class FreezeTest {
  private static final FreezeWindow WEEKEND =
      new FreezeWindow("0 16 * * FRI", Duration.ofHours(64), "Europe/Berlin");
  private static final HoldReason FROZEN =
      new HoldReason(Kind.FROZEN, "frozen until Mon 23 Nov 08:00 Europe/Berlin", List.of());
  private static final Duration UNTIL_FREEZE = Duration.ofHours(3);

  private final GateFixture gate = new GateFixture();

  @BeforeEach
  void declare() {
    gate.configuration.put(
        environment(null, new Guard(List.of(), Duration.ZERO, List.of(WEEKEND))));
  }

  @Test
  void anEnvironmentWithoutQueuesIsHeldUntilTheWindowEndsAndClearedWithoutAnyEvent()
      throws Exception {
    gate.skip(UNTIL_FREEZE);
    gate.deliver(committed(1));

    Next next = gate.work();

    assertThat(gate.publisher.events(RevisionHeld.class))
        .singleElement()
        .satisfies(held -> assertThat(held.reasons()).containsExactly(FROZEN));
    assertThat(next).as("looks at the clock again").isEqualTo(Next.after(Duration.ofMinutes(1)));
    gate.skip(WEEKEND.length().minusSeconds(20));
    assertThat(gate.work()).isEqualTo(Next.after(Duration.ofSeconds(20)));
    assertThat(gate.publisher.events(RevisionHeld.class)).as("said once").hasSize(1);
    assertThat(gate.clearances()).isEmpty();

    gate.skip(Duration.ofSeconds(20));
    assertThat(gate.work()).as("nothing to look at").isEqualTo(Next.whenChanged());
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE, Clearance.GRANTED);
    assertThat(gate.queues.timesAsked()).as("there is none to ask").isZero();
  }

  @Test
  void looksAgainAtOnceWhereTheWindowEndsWhileItIsHeld() throws Exception {
    gate.skip(UNTIL_FREEZE.plus(WEEKEND.length()).minusSeconds(1));
    gate.slowDown(Duration.ofMillis(600));
    gate.deliver(committed(1));

    gate.work();

    assertThat(gate.publisher.events(RevisionHeld.class)).hasSize(1);
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
  }

  @Test
  void isClearedAsEverOutsideOfTheWindow() throws Exception {
    gate.deliver(committed(1));
    gate.work();
    gate.ask(sequence(1));
    gate.work();

    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE, Clearance.GRANTED);
    assertThat(gate.publisher.events(RevisionHeld.class)).isEmpty();
  }

  @Test
  void aQuestionThatComesAfterTheWindowHasBegunIsRefusedAndAnsweredAgainWhenItEnds()
      throws Exception {
    gate.skip(UNTIL_FREEZE.minusSeconds(1));
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);

    gate.skip(Duration.ofSeconds(1));
    EventId question = gate.ask(sequence(1));
    gate.work();

    assertThat(gate.publisher.events(RevisionHeld.class))
        .singleElement()
        .satisfies(held -> assertThat(held.reasons()).containsExactly(FROZEN));
    assertThat(gate.publisher.published().getLast().causationId()).isEqualTo(question);
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
    gate.skip(WEEKEND.length());
    gate.work();
    assertThat(gate.clearances()).as("asks it to ask again").hasSize(2);
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.clearances()).endsWith(Clearance.PREPARE, Clearance.GRANTED);
  }

  @Test
  void whatHasRunLongAgoIsNotChangedInsideTheWindowEither() throws Exception {
    gate.deliver(committed(1));
    gate.work();
    gate.ask(sequence(1));
    gate.work();
    gate.deliver(succeeded(sequence(1)));
    gate.work();
    gate.skip(UNTIL_FREEZE);

    gate.ask(sequence(1));
    gate.work();

    assertThat(gate.publisher.events(RevisionHeld.class).getLast().reasons())
        .containsExactly(FROZEN);
  }

  @Test
  void anOverrideGoesPastItForOneRevisionAndAHoldStays() throws Exception {
    gate.skip(UNTIL_FREEZE);
    gate.deliver(committed(1));
    gate.work();
    gate.deliver(new HoldRequested(PRODUCTION, ANNA, "a demo"));
    gate.deliver(new GateOverrideRequested(PRODUCTION, sequence(1), BEN, "the site is down"));
    gate.work();
    assertThat(gate.clearances()).as("never past a hold").isEmpty();

    gate.deliver(new ResumeRequested(PRODUCTION, ANNA, null));
    gate.work();
    gate.ask(sequence(1));
    gate.work();
    assertThat(gate.publisher.events(RevisionCleared.class))
        .extracting(RevisionCleared::clearance, RevisionCleared::overriddenBy)
        .containsExactly(tuple(Clearance.PREPARE, BEN), tuple(Clearance.GRANTED, BEN));

    gate.deliver(committed(2));
    gate.work();
    assertThat(gate.publisher.events(RevisionHeld.class).getLast())
        .satisfies(
            held -> {
              assertThat(held.revision().sequence()).isEqualTo(sequence(2));
              assertThat(held.reasons()).containsExactly(FROZEN);
            });
  }

  @Test
  void bothQueuesAndCalendarHold() throws Exception {
    gate.configuration.put(
        environment(null, new Guard(GUARD.queues(), GUARD.emptyFor(), List.of(WEEKEND))));
    gate.skip(UNTIL_FREEZE);
    gate.queues.running(WEST, 1);
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.publisher.events(RevisionHeld.class).getLast().reasons())
        .extracting(HoldReason::kind)
        .containsExactly(Kind.FROZEN, Kind.QUEUE_NOT_EMPTY);

    gate.skip(WEEKEND.length());
    gate.work();
    assertThat(gate.publisher.events(RevisionHeld.class).getLast().reasons())
        .extracting(HoldReason::kind)
        .containsExactly(Kind.QUEUE_NOT_EMPTY);
    gate.queues.empty(WEST);
    gate.pass(GUARD.emptyFor().plusSeconds(2));
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
  }

  @Test
  void aFreezeHoldsWhatTouchesNoPodsToo() throws Exception {
    Environment forPods = guardedForPods(null);
    gate.configuration.put(forPods);
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.clearances()).as("to find out").containsExactly(Clearance.PREPARE);

    gate.configuration.put(
        guardedForPods(null, new Guard(GUARD.queues(), GUARD.emptyFor(), List.of(WEEKEND))));
    gate.skip(UNTIL_FREEZE);
    gate.deliver(committed(2));
    gate.work();
    assertThat(gate.clearances()).hasSize(1);
  }

  @Test
  void aWindowThatIsTakenOutOfTheConfigurationEndsAtOnce() throws Exception {
    gate.skip(UNTIL_FREEZE);
    gate.deliver(committed(1));
    gate.work();
    assertThat(gate.clearances()).isEmpty();

    gate.configuration.put(environment(null, null));
    gate.work();

    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void aRestartOfTheGuardKeepsItShut() throws Exception {
    gate.skip(UNTIL_FREEZE);
    gate.deliver(committed(1));
    gate.work();
    gate.restart();
    gate.work();
    assertThat(gate.clearances()).isEmpty();
    assertThat(gate.publisher.events(RevisionHeld.class)).hasSize(1);

    gate.skip(WEEKEND.length());
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
  }
}
