package dev.slipway.console;

import static dev.slipway.console.Shop.PRODUCTION;
import static dev.slipway.console.Shop.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.events.DiffReported;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.OutageBegun;
import dev.slipway.events.OutageEnded;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.RolloutFailed;
import dev.slipway.events.RolloutProgressed;
import dev.slipway.events.Topic;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.UpdateProposed;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageUpdate;
import dev.slipway.events.value.ObjectChange;
import dev.slipway.events.value.ObjectDiff;
import dev.slipway.events.value.ObjectName;
import dev.slipway.events.value.Revision;
import dev.slipway.events.value.RolloutFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;

class StatusReaderTest {
  private final Shop shop = new Shop();
  private final StatusReader reader = new StatusReader(shop.pipeline, shop.configuration);

  @Test
  void namesEveryDeclaredEnvironmentThoughNothingHappenedThere() {
    assertThat(reader.all())
        .extracting(status -> status.environment() + " " + status.progress())
        .containsExactly(
            "candidates/new-login PENDING", "dev PENDING", "staging PENDING", "production PENDING");
  }

  @Test
  void anEnvironmentThatIsOnlyObservedSaysWhatWouldChange() {
    var committed = shop.commit(shop.push("1.4.2"), STAGING, 1, "1.4.2");
    var cleared = shop.clear(committed);
    Revision revision = committed.event().revision();
    ObjectDiff created =
        new ObjectDiff(
            new ObjectName("v1", "ConfigMap", "shop", "new"),
            ObjectChange.Action.CREATED,
            List.of(),
            0);
    shop.history.tell(
        cleared,
        new DiffReported(
            STAGING,
            null,
            revision.commit(),
            List.of(created),
            1,
            List.of("CONFLICT: helm owns spec.replicas"),
            revision.sequence()));

    EnvironmentStatus status = reader.of(STAGING);
    assertThat(status.progress()).isEqualTo(Progress.OBSERVED);
    assertThat(status.detail())
        .isEqualTo(
            "would change 2 objects if it were applied, but would be refused: CONFLICT: helm owns"
                + " spec.replicas");
    assertThat(status.images().getFirst().progress()).isEqualTo(Progress.OBSERVED);
  }

  @Test
  void aHeldRevisionSaysWhatRunsWhatIsDesiredAndWhatWouldHelp() {
    shop.run(PRODUCTION, 1, "1.4.1");
    shop.history.pass(Duration.ofMinutes(2));
    var committed = shop.commit(shop.push("1.4.2"), PRODUCTION, 2, "1.4.2");
    shop.hold(committed, HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running, us-east-2: empty");

    EnvironmentStatus status = reader.of(PRODUCTION);

    assertThat(status.progress()).isEqualTo(Progress.HELD);
    assertThat(status.detail()).isEqualTo("us-west-2: 1 running, us-east-2: empty");
    assertThat(status.whatHelps()).isEqualTo("clears 60 s after the last job");
    assertThat(status.since()).isEqualTo(shop.history.now());
    ImageStatus web = status.images().getFirst();
    assertThat(web.desired()).isEqualTo("1.4.2");
    assertThat(web.running()).containsExactly("1.4.1");
    assertThat(web.progress()).isEqualTo(Progress.HELD);
    assertThat(web.needsApproval()).isTrue();
  }

  @Test
  void saysUntilWhenAnEnvironmentIsFrozenAndWhatGoesPastIt() {
    var committed = shop.commit(shop.push("1.4.2"), PRODUCTION, 2, "1.4.2");
    shop.hold(committed, HoldReason.Kind.FROZEN, "frozen until Mon 23 Nov 08:00 Europe/Berlin");

    EnvironmentStatus status = reader.of(PRODUCTION);

    assertThat(status.detail()).isEqualTo("frozen until Mon 23 Nov 08:00 Europe/Berlin");
    assertThat(status.whatHelps())
        .isEqualTo("past it: slipway override production --reason REASON");
  }

  @Test
  void saysWhatWaitsForPeopleToMergeUntilItIsMergedOrClosed() {
    shop.run(PRODUCTION, 1, "1.4.1");
    shop.history.tell(proposed("1.4.2"));
    shop.history.tell(proposed("1.4.3"));

    assertThat(reader.of(PRODUCTION).proposals())
        .containsExactly(
            "web 1.4.1 → 1.4.3 waits for merge of https://github.com/acme/shop/pull/12");

    shop.commit(shop.push("1.4.3"), PRODUCTION, 2, "1.4.3");
    assertThat(reader.of(PRODUCTION).proposals()).isEmpty();

    shop.history.tell(proposed("1.4.4"));
    shop.history.tell(
        new UpdateDeclined(
            PRODUCTION, "web", null, DeclineReason.REQUEST_CLOSED, "closed", null, null));
    assertThat(reader.of(PRODUCTION).proposals()).isEmpty();
  }

  static UpdateProposed proposed(String version) {
    EventId push = EventId.derive("push", version);
    return new UpdateProposed(
        PRODUCTION,
        "https://github.com/acme/shop/pull/12",
        "web " + version,
        GitBranch.parse("slipway/production"),
        true,
        List.of(new ImageUpdate("web", Shop.WEB, "1.4.1", version, push, push)));
  }

  @Test
  void aVersionThatRanHereBeforeNeedsNoApproval() {
    shop.run(PRODUCTION, 1, "1.4.1");
    assertThat(reader.of(PRODUCTION).images().getFirst().needsApproval()).isFalse();
  }

  @Test
  void progressGoesFromCommitToRunning() {
    var committed = shop.commit(shop.push("1.4.2"), STAGING, 1, "1.4.2");
    assertThat(progress(STAGING)).isEqualTo(Progress.COMMITTED);
    shop.clear(committed);
    assertThat(progress(STAGING)).isEqualTo(Progress.CLEARED);
    shop.start(committed);
    assertThat(progress(STAGING)).isEqualTo(Progress.ROLLING_OUT);
    shop.history.tell(
        new RolloutProgressed(
            STAGING, committed.event().revision().sequence(), "Deployment/web", 1, 3, ""));
    assertThat(reader.of(STAGING).detail()).isEqualTo("Deployment/web 1/3 ready");
    shop.succeed(committed);
    assertThat(progress(STAGING)).isEqualTo(Progress.RUNNING);
  }

  @Test
  void theOrderInWhichTopicsAreReadChangesNothing() {
    shop.run(PRODUCTION, 1, "1.4.1");
    var committed = shop.commit(shop.push("1.4.2"), PRODUCTION, 2, "1.4.2");
    shop.hold(committed, HoldReason.Kind.APPROVAL_MISSING, "1 of 1 approvals missing");
    EnvironmentStatus expected = reader.of(PRODUCTION);

    Pipeline backwards = new Pipeline(1_000);
    List<Topic> topics = Arrays.asList(Topic.values()).reversed();
    shop.history.byTopic(topics).forEach(backwards::accept);

    assertThat(new StatusReader(backwards, shop.configuration).of(PRODUCTION)).isEqualTo(expected);
  }

  @Test
  void anEventThatComesTwiceCountsOnce() {
    var committed = shop.commit(shop.push("1.4.2"), STAGING, 1, "1.4.2");
    int before = shop.pipeline.events(EventFilter.ALL, 100).size();
    shop.history.tell(committed);
    assertThat(shop.pipeline.events(EventFilter.ALL, 100)).hasSize(before);
  }

  @Test
  void aFailureNamesItsCause() {
    var committed = shop.commit(shop.push("1.4.2"), STAGING, 1, "1.4.2");
    shop.history.tell(
        committed,
        new RolloutFailed(
            STAGING,
            committed.event().revision().sequence(),
            committed.event().revision().commit(),
            RolloutFailure.IMAGE_PULL_FAILED,
            "not found",
            "Deployment/web",
            true));
    assertThat(reader.of(STAGING).detail())
        .isEqualTo("IMAGE_PULL_FAILED in Deployment/web: not found");
  }

  @Test
  void anEarlierRevisionDoesNotComeBackWhenItsEventsArriveLate() {
    EventEnvelope<RevisionCommitted> first = shop.commit(shop.push("1.4.1"), STAGING, 1, "1.4.1");
    EventEnvelope<RevisionCommitted> second = shop.commit(shop.push("1.4.2"), STAGING, 2, "1.4.2");
    shop.history.tell(
        first,
        new RevisionSuperseded(
            STAGING, first.event().revision().sequence(), second.event().revision().sequence()));
    shop.clear(second);
    shop.hold(first, HoldReason.Kind.HOLD, "late");
    assertThat(reader.of(STAGING).images().getFirst().desired()).isEqualTo("1.4.2");
    assertThat(progress(STAGING)).isEqualTo(Progress.CLEARED);
  }

  @Test
  void aHoldStandsUntilItIsResumed() {
    shop.history.tell(new EnvironmentHeld(STAGING, new Actor("ada"), "release day"));
    StandingHold hold = new StandingHold(new Actor("ada"), "release day", shop.history.now());
    assertThat(reader.of(STAGING).hold()).isEqualTo(hold);
    shop.history.tell(new EnvironmentResumed(STAGING, new Actor("ada"), null));
    assertThat(reader.of(STAGING).hold()).isNull();
  }

  @Test
  void anUnknownEnvironmentIsRefusedWithTheKnownNames() {
    assertThatThrownBy(() -> reader.of(EnvironmentName.parse("prod")))
        .isInstanceOfSatisfying(
            ConsoleException.class,
            e -> {
              assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_ENVIRONMENT);
              assertThat(e.known()).contains("production");
            });
  }

  private Progress progress(EnvironmentName environment) {
    return reader.of(environment).progress();
  }

  @Test
  void whatOneEnvironmentTellsOfAClusterHoldsForEveryOtherOfThatCluster() {
    var cleared = shop.clear(shop.commit(shop.push("1.4.2"), STAGING, 1, "1.4.2"));
    String cluster = "cluster " + reader.of(STAGING).cluster();
    shop.history.tell(
        cleared,
        new OutageBegun(
            STAGING,
            cleared.event().revision().sequence(),
            cluster,
            "CLUSTER_UNAVAILABLE",
            Instant.EPOCH,
            "connection refused",
            true));

    assertThat(reader.of(STAGING).detail())
        .isEqualTo("waits for " + cluster + ", which does not answer");
    assertThat(reader.of(PRODUCTION).cluster()).isEqualTo(reader.of(STAGING).cluster());
    assertThat(reader.of(PRODUCTION).outages())
        .containsExactly(
            new PlaceAway(
                cluster, "CLUSTER_UNAVAILABLE", Instant.EPOCH, "connection refused", false));
    assertThat(reader.outages())
        .singleElement()
        .satisfies(
            report ->
                assertThat(report.waiting())
                    .extracting(PlaceReport.Waiting::environment)
                    .containsExactly(STAGING));

    Actor anna = new Actor("anna");
    shop.history.tell(new EnvironmentHeld(STAGING, anna, "a fix"));
    assertThat(reader.of(STAGING).outages()).as("nobody asks there").isEmpty();
    shop.history.tell(new EnvironmentResumed(STAGING, anna, null));
    assertThat(reader.of(STAGING).outages()).hasSize(1);
    shop.history.tell(
        cleared,
        new OutageEnded(
            STAGING,
            cleared.event().revision().sequence(),
            cluster,
            Instant.EPOCH,
            Duration.ofMinutes(1)));
    assertThat(reader.outages()).isEmpty();
  }
}
