package dev.slipway.guard;

import static dev.slipway.guard.Examples.ANNA;
import static dev.slipway.guard.Examples.EMPTY_FOR;
import static dev.slipway.guard.Examples.KEY;
import static dev.slipway.guard.Examples.PRODUCTION;
import static dev.slipway.guard.Examples.WEST;
import static dev.slipway.guard.Examples.committed;
import static dev.slipway.guard.Examples.guarded;
import static dev.slipway.guard.Examples.revision;
import static dev.slipway.guard.Examples.sequence;
import static dev.slipway.guard.Examples.started;
import static dev.slipway.guard.Examples.succeeded;
import static dev.slipway.guard.Examples.unguarded;
import static dev.slipway.guard.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RevisionCleared;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionHeld;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import dev.slipway.messaging.BrokerUnavailableException;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class EnvironmentGateTest {
  private final GateFixture gate = new GateFixture();

  @Test
  void clearsAnUnguardedEnvironmentAtOnceAndOnce() throws Exception {
    gate.configuration.put(unguarded());
    EventEnvelope<RevisionCommitted> push = gate.deliver(committed(1));
    assertThat(gate.work()).isEqualTo(Next.whenChanged());
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
    EventEnvelope<?> cleared = gate.publisher.published().getFirst();
    assertThat(cleared.correlationId()).isEqualTo(push.correlationId());
    assertThat(cleared.causationId()).isEqualTo(push.id());

    gate.harness.deliver(KEY, push);
    gate.work();
    assertThat(gate.publisher.published()).hasSize(1);
    assertThat(gate.queues.timesAsked()).isZero();
  }

  @Test
  void holdsWhileAJobRunsAndClearsOnceTheQueuesStayedEmpty() throws Exception {
    gate.configuration.put(guarded());
    gate.queues.running(WEST, 1);
    gate.deliver(committed(1));
    assertThat(gate.work()).isEqualTo(Next.after(Duration.ofSeconds(1)));
    gate.pass(Duration.ofMinutes(10));
    assertThat(held()).hasSize(1);
    assertThat(held().getFirst().since()).isEqualTo(GateFixture.NOON);

    gate.queues.empty(WEST);
    gate.pass(EMPTY_FOR);
    assertThat(kinds()).containsExactly(Kind.QUEUE_NOT_EMPTY, Kind.QUEUE_SETTLING);
    assertThat(gate.clearances()).isEmpty();
    gate.pass(Duration.ofSeconds(1));
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
  }

  @Test
  void clearsAtOnceWhereTheQueuesHaveLongBeenEmpty() throws Exception {
    gate.configuration.put(guarded());
    gate.work();
    gate.pass(EMPTY_FOR);
    gate.deliver(committed(1));
    assertThat(gate.work()).isEqualTo(Next.after(Duration.ofSeconds(5)));
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
    assertThat(held()).isEmpty();
  }

  @Test
  void aNewerRevisionSupersedesTheOneThatWaits() throws Exception {
    gate.configuration.put(guarded());
    gate.queues.running(WEST, 1);
    EventEnvelope<RevisionCommitted> older = gate.deliver(committed(1));
    gate.work();
    gate.deliver(committed(2));
    gate.work();
    assertThat(gate.publisher.events(RevisionSuperseded.class))
        .containsExactly(new RevisionSuperseded(PRODUCTION, sequence(1), sequence(2)));
    assertThat(gate.publisher.published().get(1).correlationId()).isEqualTo(older.correlationId());

    gate.queues.empty(WEST);
    gate.pass(EMPTY_FOR.plusSeconds(1));
    assertThat(gate.publisher.events(RevisionCleared.class))
        .extracting(cleared -> cleared.revision().sequence())
        .containsExactly(sequence(2));
  }

  @Test
  void ofSeveralRevisionsAtOnceOnlyTheNewestIsCleared() throws Exception {
    gate.configuration.put(unguarded());
    gate.deliver(committed(1));
    gate.deliver(committed(2));
    gate.deliver(committed(3));
    gate.work();
    assertThat(gate.publisher.events(RevisionSuperseded.class))
        .extracting(RevisionSuperseded::by)
        .containsExactly(sequence(2), sequence(3));
    assertThat(gate.publisher.events(RevisionCleared.class))
        .extracting(cleared -> cleared.revision().sequence())
        .containsExactly(sequence(3));
  }

  @Test
  void ignoresALowerSequenceAndTakesWhatAnEqualOneRenews() throws Exception {
    gate.configuration.put(Examples.environment(Examples.promotion(0), null));
    gate.deliver(committed(revision(sequence(3), web(3, true))));
    gate.deliver(started(sequence(3)));
    gate.deliver(committed(revision(sequence(4), web(4, false))));
    gate.deliver(committed(2));
    gate.work();
    assertThat(kinds()).containsExactly(Kind.NOT_PROVEN);
    assertThat(gate.clearances()).isEmpty();

    gate.deliver(committed(revision(sequence(4), web(4, true))));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
    assertThat(gate.publisher.events(RevisionCleared.class).getFirst().revision().images())
        .containsExactly(web(4, true));
  }

  @Test
  void aRestartIsARevisionOfItsOwn() throws Exception {
    gate.configuration.put(unguarded());
    gate.deliver(committed(1));
    gate.work();
    gate.deliver(succeeded(sequence(1), 1));
    Revision again = revision(sequence(1).nextRestart(), web(1, true));
    var restart = new Restart(EventId.parse("restart-1"), null, null, null, "asked by anna");
    gate.deliver(new RestartDecided(again, restart));
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL, Clearance.FINAL);
  }

  @Test
  void afterAKillWhatIsHeldIsStillHeldAndNotSaidAgain() throws Exception {
    gate.configuration.put(guarded());
    gate.queues.running(WEST, 1);
    gate.deliver(committed(1));
    gate.work();
    gate.restart();
    gate.pass(Duration.ofSeconds(30));
    assertThat(held()).hasSize(1);

    gate.queues.empty(WEST);
    gate.pass(EMPTY_FOR.minusSeconds(1));
    gate.restart();
    gate.pass(EMPTY_FOR);
    assertThat(gate.clearances()).as("emptyFor starts anew").isEmpty();
    gate.pass(Duration.ofSeconds(1));
    assertThat(gate.clearances()).containsExactly(Clearance.PREPARE);
  }

  @Test
  void whatIsSaidAgainAfterACrashHasTheSameId() throws Exception {
    gate.configuration.put(guarded());
    gate.queues.running(WEST, 1);
    gate.deliver(committed(1));
    gate.deliver(committed(2));
    gate.deliver(new HoldRequested(PRODUCTION, ANNA, null));
    var beforeTheCrash = gate.harness.restart(gate.gate());
    gate.work();
    List<EventId> first = ids();
    gate.publisher.clear();
    beforeTheCrash.work(KEY);
    assertThat(ids()).isEqualTo(first).doesNotHaveDuplicates().hasSize(3);
  }

  @Test
  void saysItLaterWhereTheBrokerIsAway() throws Exception {
    gate.configuration.put(unguarded());
    gate.deliver(committed(1));
    gate.publisher.failNext(1);
    assertThatThrownBy(gate::work).isInstanceOf(BrokerUnavailableException.class);
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void holdsAnUnknownEnvironmentAndClearsItOnceItIsDeclared() throws Exception {
    gate.configuration.put(Examples.environment(null, null));
    gate.configuration.remove("Environment/production");
    gate.deliver(committed(1));
    gate.work();
    assertThat(kinds()).containsExactly(Kind.UNKNOWN_ENVIRONMENT);
    gate.configuration.put(unguarded());
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void waitsForTheConfigurationThatTheRevisionNames() throws Exception {
    gate.deliver(committed(1));
    assertThat(gate.work()).isEqualTo(Next.after(Duration.ofMillis(50)));
    assertThat(gate.publisher.published()).isEmpty();
    gate.configuration.put(unguarded());
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void aChangedConfigurationNeedsReadingsOfItsOwn() throws Exception {
    gate.configuration.put(guarded());
    gate.deliver(committed(1));
    gate.queues.whileAsked(() -> gate.configuration.put(unguarded()));
    assertThat(gate.harness.work(KEY)).isEqualTo(Next.after(Duration.ZERO));
    assertThat(gate.publisher.published()).isEmpty();
    gate.work();
    assertThat(gate.clearances()).containsExactly(Clearance.FINAL);
  }

  @Test
  void watchesGuardedEnvironmentsAllTheTime() throws Exception {
    gate.configuration.put(guarded());
    assertThat(gate.gate().standingKeys(gate.configuration)).containsExactly(KEY);
    assertThat(gate.work()).isEqualTo(Next.after(Duration.ofSeconds(5)));
    gate.configuration.put(unguarded());
    assertThat(gate.gate().standingKeys(gate.configuration)).isEmpty();
    assertThat(gate.work()).isEqualTo(Next.whenChanged());
  }

  @Test
  void looksSeldomWhileAPersonHasToAct() throws Exception {
    gate.configuration.put(guarded());
    gate.queues.running(WEST, 1);
    gate.deliver(new HoldRequested(PRODUCTION, ANNA, null));
    gate.deliver(committed(1));
    assertThat(gate.work()).isEqualTo(Next.after(Duration.ofSeconds(5)));
  }

  private List<RevisionHeld> held() {
    return gate.publisher.events(RevisionHeld.class);
  }

  private List<Kind> kinds() {
    return held().stream().flatMap(h -> h.reasons().stream()).map(r -> r.kind()).toList();
  }

  private List<EventId> ids() {
    return gate.publisher.published().stream().<EventId>map(EventEnvelope::id).toList();
  }
}
