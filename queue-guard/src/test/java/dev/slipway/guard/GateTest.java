package dev.slipway.guard;

import static dev.slipway.guard.Examples.ANNA;
import static dev.slipway.guard.Examples.BEN;
import static dev.slipway.guard.Examples.EAST;
import static dev.slipway.guard.Examples.EMPTY_FOR;
import static dev.slipway.guard.Examples.GUARD;
import static dev.slipway.guard.Examples.WEST;
import static dev.slipway.guard.Examples.declaredHeld;
import static dev.slipway.guard.Examples.digest;
import static dev.slipway.guard.Examples.environment;
import static dev.slipway.guard.Examples.guarded;
import static dev.slipway.guard.Examples.guardedForPods;
import static dev.slipway.guard.Examples.promotion;
import static dev.slipway.guard.Examples.revision;
import static dev.slipway.guard.Examples.sequence;
import static dev.slipway.guard.Examples.unguarded;
import static dev.slipway.guard.Examples.web;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.Environment;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.DesiredImage;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.QueueReading;
import dev.slipway.events.value.Sequence;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateTest {
  private static final Cause CAUSE = new Cause(EventId.parse("push"), EventId.parse("push"), null);
  private static final Observation LONG_EMPTY = seen(EMPTY_FOR, 0, 0);
  private static final Observation JUST_EMPTY = seen(EMPTY_FOR.minusMillis(1), 0, 0);
  private static final Observation ONE_RUNS = seen(Duration.ZERO, 1, 0);
  private static final Observation NOT_ASKED = new Observation(List.of(), Duration.ZERO);
  private static final Standstill HELD = new Standstill(new Standstill.Hold(ANNA, "a demo"), null);
  private static final Standstill UNREADABLE = new Standstill(null, "not JSON");
  private static final Evidence APPROVED = Evidence.NONE.withApproval(digest(2), ANNA);
  private static final Evidence RAN_HERE = Evidence.NONE.withProof(digest(2));
  private static final Evidence OVERRIDDEN = overridden(Evidence.NONE, sequence(2));

  static Stream<Arguments> waiting() {
    return Stream.of(
        row("unguarded", unguarded(), state(web(2, true)), NOT_ASKED, Clearance.FINAL),
        row("long empty", guarded(), state(web(2, true)), LONG_EMPTY, Clearance.PREPARE),
        row("settling", guarded(), state(web(2, true)), JUST_EMPTY, Kind.QUEUE_SETTLING),
        row("a job runs", guarded(), state(web(2, true)), ONE_RUNS, Kind.QUEUE_NOT_EMPTY),
        row(
            "a region is silent",
            guarded(),
            state(web(2, true)),
            silent(0),
            Kind.QUEUE_UNREACHABLE),
        row(
            "a job runs and a region is silent",
            guarded(),
            state(web(2, true)),
            silent(1),
            Kind.QUEUE_NOT_EMPTY,
            Kind.QUEUE_UNREACHABLE),
        row("held", unguarded(), held(HELD), NOT_ASKED, Kind.HOLD),
        row("unreadable", unguarded(), held(UNREADABLE), NOT_ASKED, Kind.UNREADABLE_REQUEST),
        row("held with jobs", guarded(), held(HELD), ONE_RUNS, Kind.HOLD, Kind.QUEUE_NOT_EMPTY),
        row("held by its declaration", declaredHeld(), state(web(2, true)), LONG_EMPTY, Kind.HOLD),
        row("unknown", null, state(web(2, true)), NOT_ASKED, Kind.UNKNOWN_ENVIRONMENT),
        row("unproven", promoting(0), state(web(2, false)), LONG_EMPTY, Kind.NOT_PROVEN),
        row("proven", promoting(0), state(web(2, true)), LONG_EMPTY, Clearance.PREPARE),
        row(
            "ran here",
            promoting(1),
            state(RAN_HERE, web(2, false)),
            LONG_EMPTY,
            Clearance.PREPARE),
        row(
            "unproven without promotion",
            guarded(),
            state(web(2, false)),
            LONG_EMPTY,
            Clearance.PREPARE),
        row("not approved", promoting(1), state(web(2, true)), LONG_EMPTY, Kind.APPROVAL_MISSING),
        row("approved", promoting(1), state(APPROVED, web(2, true)), LONG_EMPTY, Clearance.PREPARE),
        row(
            "approved once of twice",
            promoting(2),
            state(APPROVED, web(2, true)),
            LONG_EMPTY,
            Kind.APPROVAL_MISSING),
        row(
            "approved by two",
            promoting(2),
            state(APPROVED.withApproval(digest(2), BEN), web(2, true)),
            LONG_EMPTY,
            Clearance.PREPARE),
        row(
            "approved twice by one",
            promoting(2),
            state(APPROVED.withApproval(digest(2), ANNA), web(2, true)),
            LONG_EMPTY,
            Kind.APPROVAL_MISSING),
        row(
            "another digest approved",
            promoting(1),
            state(APPROVED, web(3, true)),
            LONG_EMPTY,
            Kind.APPROVAL_MISSING),
        row(
            "of two images one is not approved",
            promoting(1),
            state(APPROVED, web(2, true), api(true)),
            LONG_EMPTY,
            Kind.APPROVAL_MISSING),
        row(
            "unmanaged images need no approval",
            promoting(1),
            state(unmanaged()),
            LONG_EMPTY,
            Clearance.PREPARE),
        row(
            "no digest, no approval",
            promoting(1),
            state(APPROVED, noDigest()),
            LONG_EMPTY,
            Kind.APPROVAL_MISSING),
        row(
            "overridden queue",
            guarded(),
            state(OVERRIDDEN, web(2, true)),
            ONE_RUNS,
            Clearance.PREPARE,
            BEN),
        row(
            "overridden silence",
            guarded(),
            state(OVERRIDDEN, web(2, true)),
            silent(0),
            Clearance.PREPARE,
            BEN),
        row(
            "overridden proof",
            promoting(0),
            state(OVERRIDDEN, web(2, false)),
            LONG_EMPTY,
            Clearance.PREPARE,
            BEN),
        row(
            "nothing to override",
            guarded(),
            state(OVERRIDDEN, web(2, true)),
            LONG_EMPTY,
            Clearance.PREPARE),
        row(
            "another overridden",
            guarded(),
            state(overridden(Evidence.NONE, sequence(1)), web(2, true)),
            ONE_RUNS,
            Kind.QUEUE_NOT_EMPTY),
        row(
            "no override of approvals",
            promoting(1),
            state(OVERRIDDEN, web(2, true)),
            ONE_RUNS,
            Kind.APPROVAL_MISSING),
        row(
            "no override of a hold",
            guarded(),
            state(OVERRIDDEN, web(2, true)).withStandstill(HELD),
            ONE_RUNS,
            Kind.HOLD));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waiting")
  void decides(
      String name,
      @Nullable Environment environment,
      GateState state,
      Observation seen,
      Expected expected) {
    Candidate newest = newest(state);
    Decision decision = Gate.decide(newest, state, Optional.ofNullable(environment), seen);
    assertThat(Expected.of(decision)).isEqualTo(expected);
  }

  @Test
  void aFirstRevisionNeedsNoProof() {
    GateState state =
        state(Evidence.NONE.withFirst(revision(sequence(1), web(2, false))), web(2, false));
    Decision decision = Gate.decide(newest(state), state, Optional.of(promoting(0)), LONG_EMPTY);
    assertThat(decision).isInstanceOf(Decision.Clear.class);
  }

  @Test
  void whatTheFirstRevisionDidNotNameNeedsProof() {
    GateState state =
        state(Evidence.NONE.withFirst(revision(sequence(1), web(1, false))), web(2, false));
    Decision decision = Gate.decide(newest(state), state, Optional.of(promoting(0)), LONG_EMPTY);
    assertThat(Expected.of(decision).kinds()).containsExactly(Kind.NOT_PROVEN);
  }

  @Test
  void whereOnlyPodsWaitARevisionIsPreparedOnceWhateverRuns() {
    Optional<Environment> production = Optional.of(guardedForPods(null));
    GateState state = state(web(2, true));
    assertThat(Expected.of(Gate.decide(newest(state), state, production, ONE_RUNS)).clearance())
        .isEqualTo(Clearance.PREPARE);

    GateState prepared =
        state.changing(newest(state).sequence(), candidate -> candidate.cleared(Stage.WAITING));
    assertThat(Expected.of(Gate.decide(newest(prepared), prepared, production, ONE_RUNS)).kinds())
        .as("asked about and held, it waits as every other")
        .containsExactly(Kind.QUEUE_NOT_EMPTY);
    assertThat(
            Expected.of(Gate.decide(newest(prepared), prepared, production, LONG_EMPTY))
                .clearance())
        .isEqualTo(Clearance.PREPARE);
  }

  @Test
  void whereOnlyPodsWaitEverythingButQueuesStillHolds() {
    assertThat(
            Expected.of(
                    Gate.decide(
                        newest(held(HELD)),
                        held(HELD),
                        Optional.of(guardedForPods(null)),
                        ONE_RUNS))
                .kinds())
        .containsExactly(Kind.HOLD);
    GateState unproven = state(web(2, false));
    assertThat(
            Expected.of(
                    Gate.decide(
                        newest(unproven),
                        unproven,
                        Optional.of(guardedForPods(promotion(0))),
                        ONE_RUNS))
                .kinds())
        .containsExactly(Kind.NOT_PROVEN);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("waiting")
  void answersAQuestionByTheSameRules(
      String name,
      @Nullable Environment environment,
      GateState state,
      Observation seen,
      Expected expected) {
    var question = new Question(CAUSE, sequence(2));
    Decision decision = Gate.answer(state, question, Optional.ofNullable(environment), seen);
    Expected asked =
        expected.clearance() == null
            ? expected
            : new Expected(Clearance.GRANTED, List.of(), expected.overriddenBy());
    assertThat(Expected.of(decision)).isEqualTo(asked);
  }

  @Test
  void aQuestionForAnOlderRevisionIsSuperseded() {
    GateState state = state(web(2, true));
    Decision decision =
        Gate.answer(state, new Question(CAUSE, sequence(1)), Optional.of(guarded()), LONG_EMPTY);
    assertThat(decision).isEqualTo(new Decision.Supersede(newest(state)));
  }

  @Test
  void anOlderRevisionThatHasBegunIsStillAnswered() {
    Candidate running =
        Candidate.waiting(revision(sequence(1), web(1, true)), CAUSE).at(Stage.BEGUN);
    GateState state = state(web(2, true));
    state = state.withCandidates(newest(state), running);
    var question = new Question(CAUSE, sequence(1));
    assertThat(Gate.answer(state, question, Optional.of(guarded()), LONG_EMPTY))
        .isInstanceOf(Decision.Clear.class);
    assertThat(Gate.answer(state, question, Optional.of(guarded()), ONE_RUNS))
        .isInstanceOf(Decision.Hold.class);
  }

  @Test
  void anOlderRevisionThatWasGrantedButHasNotBegunIsSuperseded() {
    Candidate running =
        Candidate.waiting(revision(sequence(1), web(1, true)), CAUSE).at(Stage.GRANTED);
    GateState state = state(web(2, true));
    state = state.withCandidates(newest(state), running);
    assertThat(
            Gate.answer(
                state, new Question(CAUSE, sequence(1)), Optional.of(guarded()), LONG_EMPTY))
        .isInstanceOf(Decision.Supersede.class);
  }

  @Test
  void aQuestionForARevisionThatIsNotKnownYetWaits() {
    Decision decision =
        Gate.answer(
            state(web(2, true)),
            new Question(CAUSE, sequence(3)),
            Optional.of(guarded()),
            LONG_EMPTY);
    assertThat(decision).isEqualTo(new Decision.Wait(sequence(3)));
    assertThat(
            Gate.answer(
                GateState.EMPTY, new Question(CAUSE, sequence(1)), Optional.empty(), LONG_EMPTY))
        .isInstanceOf(Decision.Wait.class);
  }

  @Test
  void saysWhatWouldEndTheWait() {
    assertThat(message(guarded(), state(web(2, true)), ONE_RUNS))
        .isEqualTo("us-west-2: 1 running, us-east-2: empty");
    assertThat(message(guarded(), state(web(2, true)), JUST_EMPTY))
        .isEqualTo("us-west-2: empty, us-east-2: empty; clears once empty for 60 s");
    assertThat(message(guarded(), state(web(2, true)), silent(0)))
        .isEqualTo("us-west-2: empty, us-east-2: no answer within 3 s");
    assertThat(message(promoting(1), state(web(2, true)), LONG_EMPTY))
        .isEqualTo(
            "0 of 1 approvals for ghcr.io/acme/web:1.0.2 (000000000000): slipway approve"
                + " production");
    assertThat(message(promoting(0), state(web(2, false)), LONG_EMPTY))
        .isEqualTo("ghcr.io/acme/web:1.0.2 has not run successfully in staging");
    assertThat(message(unguarded(), held(HELD), NOT_ASKED)).isEqualTo("held by anna: a demo");
  }

  @Test
  void namesTheQueuesWhereThereAreSeveral() {
    var seen =
        new Observation(
            List.of(
                new QueueReading("cpu", WEST, 3, 1, 0, null),
                new QueueReading("gpu", WEST, 0, 0, 2, null),
                new QueueReading("gpu", EAST, 0, 0, 0, null)),
            Duration.ZERO);
    assertThat(message(guarded(), state(web(2, true)), seen))
        .isEqualTo(
            "cpu in us-west-2: 1 running, 3 waiting; gpu in us-west-2: 2 delayed, us-east-2:"
                + " empty");
  }

  @Test
  void nothingIsHeldWithoutAReason() {
    assertThatThrownBy(() -> new Decision.Hold(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static String message(Environment environment, GateState state, Observation seen) {
    Decision decision = Gate.decide(newest(state), state, Optional.of(environment), seen);
    return ((Decision.Hold) decision).reasons().getFirst().message();
  }

  /** What a decision comes to. */
  record Expected(@Nullable Clearance clearance, List<Kind> kinds, @Nullable Actor overriddenBy) {
    static Expected of(Decision decision) {
      return switch (decision) {
        case Decision.Clear clear ->
            new Expected(clear.clearance(), List.of(), clear.overriddenBy());
        case Decision.Hold hold ->
            new Expected(null, hold.reasons().stream().map(HoldReason::kind).toList(), null);
        case Decision.Supersede _, Decision.Wait _ -> throw new AssertionError(decision);
      };
    }
  }

  private static Arguments row(
      String name,
      @Nullable Environment environment,
      GateState state,
      Observation seen,
      Kind... kinds) {
    return Arguments.of(name, environment, state, seen, new Expected(null, List.of(kinds), null));
  }

  private static Arguments row(
      String name,
      Environment environment,
      GateState state,
      Observation seen,
      Clearance clearance) {
    return Arguments.of(name, environment, state, seen, new Expected(clearance, List.of(), null));
  }

  private static Arguments row(
      String name,
      Environment environment,
      GateState state,
      Observation seen,
      Clearance clearance,
      Actor by) {
    return Arguments.of(name, environment, state, seen, new Expected(clearance, List.of(), by));
  }

  private static Environment promoting(int approvals) {
    return environment(promotion(approvals), GUARD);
  }

  private static Candidate newest(GateState state) {
    return state.candidates().getFirst();
  }

  private static GateState state(DesiredImage... images) {
    return state(Evidence.NONE, images);
  }

  private static GateState state(Evidence evidence, DesiredImage... images) {
    return GateState.EMPTY
        .withEvidence(evidence)
        .withCandidates(Candidate.waiting(revision(sequence(2), images), CAUSE), null);
  }

  private static GateState held(Standstill standstill) {
    return state(web(2, true)).withStandstill(standstill);
  }

  private static DesiredImage api(boolean proven) {
    return new DesiredImage("api", ImageReference.parse("ghcr.io/acme/api:7"), digest(77), proven);
  }

  private static DesiredImage unmanaged() {
    return new DesiredImage(null, ImageReference.parse("docker.io/library/nginx:1"), null, true);
  }

  private static DesiredImage noDigest() {
    return new DesiredImage("web", ImageReference.parse("ghcr.io/acme/web:x"), null, true);
  }

  private static Evidence overridden(Evidence evidence, Sequence sequence) {
    return evidence.withOverride(new Evidence.GateOverride(sequence, BEN));
  }

  private static Observation seen(Duration emptyFor, long west, long east) {
    return new Observation(
        List.of(
            new QueueReading("jobs", WEST, 0, west, 0, null),
            new QueueReading("jobs", EAST, 0, east, 0, null)),
        emptyFor);
  }

  private static Observation silent(long west) {
    return new Observation(
        List.of(
            new QueueReading("jobs", WEST, 0, west, 0, null),
            new QueueReading("jobs", EAST, 0, 0, 0, "no answer within 3 s")),
        Duration.ZERO);
  }
}
