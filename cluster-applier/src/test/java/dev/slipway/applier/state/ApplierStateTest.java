package dev.slipway.applier.state;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.applier.state.ApplierState.Cleared;
import dev.slipway.applier.state.ApplierState.Correction;
import dev.slipway.applier.state.ApplierState.Correction.Corrected;
import dev.slipway.applier.state.ApplierState.DriftTold;
import dev.slipway.applier.state.ApplierState.Elsewhere;
import dev.slipway.applier.state.ApplierState.Hold;
import dev.slipway.applier.state.ApplierState.Outage;
import dev.slipway.events.EventJson;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.Sequence;
import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;

/** What an applier left in Kafka is what the next one reads, also one of a newer version. */
class ApplierStateTest {
  private static final Sequence SEQUENCE = new Sequence(1, 7, 0);
  private static final Revision REVISION =
      new Revision(
          EnvironmentName.parse("production"),
          SEQUENCE,
          GitRepository.parse("https://git.example/acme/deploy"),
          GitBranch.parse("main"),
          GitRevision.parse("1".repeat(40)),
          List.of(),
          List.of(),
          3);
  private static final ApplierState EVERYTHING =
      new ApplierState(
          new Cleared(REVISION, true, id(1), id(2), null, "moved"),
          "us-west-2: 1 job",
          id(3),
          new Hold(new Actor("anna"), "a fix by hand"),
          SEQUENCE,
          List.of(),
          List.of(id(4)),
          SEQUENCE,
          Questions.NONE.withNewest(REVISION),
          new Correction(
              id(5),
              SEQUENCE,
              List.of(
                  new Corrected(
                      new ObjectChange(
                          new ObjectName("v1", "ConfigMap", "shop", "settings"),
                          ObjectChange.Action.CHANGED,
                          List.of("data.key")),
                      "changed by kubectl-edit"))),
          new Elsewhere("e3b0c442", true, "the chart has no name", 1),
          new DriftTold(SEQUENCE, 2, List.of("e3b0c44298fc1c14")),
          List.of(new Outage("cluster eu", Instant.parse("2026-11-20T21:40:00Z"), true)));

  private static EventId id(int n) {
    return EventId.parse("01920000-0000-7000-8000-00000000000" + n);
  }

  @Test
  void isWrittenAndReadAsTheGoldenFileSays() throws Exception {
    assertThat(EventJson.mapper().readTree(EventJson.mapper().writeValueAsBytes(EVERYTHING)))
        .isEqualTo(EventJson.mapper().readTree(golden("state.json")));
    assertThat(read("state.json")).isEqualTo(EVERYTHING);
  }

  @Test
  void isReadAsAnOlderVersionWroteIt() throws Exception {
    ApplierState old = read("state-before-elsewhere.json");
    assertThat(old.elsewhere()).isNull();
    assertThat(old.cleared()).isEqualTo(new Cleared(REVISION, false, id(1), id(2), null, null));
    assertThat(old.concluded()).isEqualTo(SEQUENCE);
    assertThat(old.restartsDone()).containsExactly(id(4));
  }

  @Test
  void whatAnOlderVersionTookFromElsewhereCouldBeRendered() throws Exception {
    assertThat(read("state-before-broken.json").elsewhere())
        .isEqualTo(new Elsewhere("e3b0c442", true));
  }

  @Test
  void whatAnOlderVersionToldOfDriftIsNotKnown() throws Exception {
    ApplierState old = read("state-before-told.json");
    assertThat(old.driftTold()).isNull();
    assertThat(old.driftTold(SEQUENCE).drifts()).isEmpty();
    assertThat(old.elsewhere())
        .isEqualTo(new Elsewhere("e3b0c442", true, "the chart has no name", null));
  }

  @Test
  void whatCouldNotBeRenderedHasNoDigestInAnOlderVersionEither() {
    assertThat(new Elsewhere("", false, "no chart", null).digest()).isNull();
  }

  @Test
  void countsHowOftenItWasMended() {
    assertThat(EVERYTHING.withElsewhereBroken(SEQUENCE, "another fault").elsewhere())
        .isEqualTo(new Elsewhere("e3b0c442", true, "another fault", 1));
    assertThat(EVERYTHING.withElsewhereBroken(SEQUENCE, null).elsewhere())
        .isEqualTo(new Elsewhere("e3b0c442", true, null, 2));
  }

  @Test
  void countsHowOftenDriftThatWasToldChanged() {
    assertThat(EVERYTHING.withDriftTold(SEQUENCE, List.of("e3b0c44298fc1c14")))
        .isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.withDriftTold(SEQUENCE, List.of()).driftTold())
        .isEqualTo(new DriftTold(SEQUENCE, 3, List.of()));
    assertThat(EVERYTHING.withDriftTold(new Sequence(1, 8, 0), List.of("a")).driftTold())
        .isEqualTo(new DriftTold(new Sequence(1, 8, 0), 1, List.of("a")));
  }

  @Test
  void whatIsOfAnotherRevisionIsNotNoted() {
    Sequence other = new Sequence(1, 6, 0);
    assertThat(EVERYTHING.withElsewhere(other, "another")).isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.withElsewhereBroken(other, null)).isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.withSourceMoved(other, "another")).isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.withHeld(other, "no")).isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.withConcluded(other, List.of(), null)).isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.withPruneConfirmed(other)).isEqualTo(EVERYTHING);
  }

  @Test
  void aChangeLeavesEverythingElseAsItIs() {
    assertThat(EVERYTHING.withHold(null).withHold(EVERYTHING.hold())).isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.withCorrecting(null).withCorrecting(EVERYTHING.correcting()))
        .isEqualTo(EVERYTHING);
    assertThat(EVERYTHING.triedAgain().withConcluded(SEQUENCE, List.of(), EVERYTHING.elsewhere()))
        .isEqualTo(EVERYTHING);
    assertThat(
            EVERYTHING
                .withElsewhere(SEQUENCE, "other")
                .withElsewhere(SEQUENCE, "e3b0c442")
                .withElsewhereBroken(SEQUENCE, "the chart has no name"))
        .isEqualTo(
            EVERYTHING
                .withElsewhere(SEQUENCE, "e3b0c442")
                .withElsewhereBroken(SEQUENCE, "the chart has no name"));
  }

  private static ApplierState read(String name) throws IOException {
    return EventJson.mapper().readValue(golden(name), ApplierState.class);
  }

  private static String golden(String name) throws IOException {
    try (InputStream file = ApplierStateTest.class.getResourceAsStream(name)) {
      return new String(Objects.requireNonNull(file, name).readAllBytes(), UTF_8);
    }
  }
}
