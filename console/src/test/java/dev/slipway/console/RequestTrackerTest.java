package dev.slipway.console;

import static dev.slipway.console.Shop.PRODUCTION;
import static dev.slipway.console.Shop.STAGING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.console.ConsoleException.Reason;
import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.EnvironmentHeld;
import dev.slipway.events.EnvironmentResumed;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.GateOverrideRequested;
import dev.slipway.events.HoldRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.RestartDecided;
import dev.slipway.events.RestartRequested;
import dev.slipway.events.ResumeRequested;
import dev.slipway.events.RolloutSucceeded;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Restart;
import dev.slipway.events.value.Revision;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class RequestTrackerTest {
  private static final Actor ADA = new Actor("ada");

  private final Shop shop = new Shop();
  private final RequestTracker tracker = at(shop.history.now());

  @Test
  void aDeploymentGoesFromPendingToRunning() {
    var request = shop.history.tell(deploy("1.4.2"));
    assertThat(progress(request)).isEqualTo(Progress.PENDING);
    var committed = shop.commit(request, STAGING, 1, "1.4.2");
    assertThat(progress(request)).isEqualTo(Progress.COMMITTED);
    shop.hold(committed, HoldReason.Kind.QUEUE_NOT_EMPTY, "us-west-2: 1 running");
    RequestState held = tracker.now(request.id());
    assertThat(held.progress()).isEqualTo(Progress.HELD);
    assertThat(held.text()).isEqualTo("us-west-2: 1 running");
    assertThat(held.done()).isFalse();
    shop.clear(committed);
    shop.start(committed);
    shop.succeed(committed);
    RequestState running = tracker.now(request.id());
    assertThat(running.progress()).isEqualTo(Progress.RUNNING);
    assertThat(running.succeeded()).isTrue();
    assertThat(running.commit()).isEqualTo(committed.event().revision().commit());
  }

  @Test
  void aDeclinedDeploymentIsDoneAndSaysWhy() {
    var request = shop.history.tell(deploy("9.9.9"));
    decline(request, DeclineReason.IMAGE_ABSENT, "the registry has no 9.9.9");
    RequestState state = tracker.now(request.id());
    assertThat(state.progress()).isEqualTo(Progress.DECLINED);
    assertThat(state.done()).isTrue();
    assertThat(state.succeeded()).isFalse();
    assertThat(state.text()).contains("IMAGE_ABSENT", "the registry has no 9.9.9");
  }

  @Test
  void aPromotionDeclinedInPartWaitsForTheCommitOfTheRest() {
    var request =
        shop.history.tell(new PromotionRequested(PRODUCTION, List.of("web", "api"), ADA, null));
    shop.history.tell(
        request,
        new UpdateDeclined(
            PRODUCTION, "api", null, DeclineReason.NOT_PROVEN, "not proven", null, null));
    assertThat(progress(request)).isEqualTo(Progress.PENDING);
    assertThat(at(shop.history.now().plusSeconds(3)).now(request.id()).progress())
        .isEqualTo(Progress.DECLINED);
    shop.commit(request, PRODUCTION, 1, "1.4.2");
    assertThat(progress(request)).isEqualTo(Progress.COMMITTED);
  }

  @Test
  void aDeploymentThatANewerVersionOvertookIsReplaced() {
    var request = shop.history.tell(deploy("1.4.2"));
    shop.commit(request, STAGING, 1, "1.4.2");
    shop.run(STAGING, 2, "1.4.3");
    assertThat(progress(request)).isEqualTo(Progress.REPLACED);
  }

  @Test
  void aDeploymentThatALaterRevisionStillHoldsRunsWithThat() {
    var request = shop.history.tell(deploy("1.4.2"));
    shop.commit(request, STAGING, 1, "1.4.2");
    shop.run(STAGING, 2, "1.4.2");
    assertThat(progress(request)).isEqualTo(Progress.RUNNING);
  }

  @Test
  void aHoldAndItsEndAreDoneWhenTheGuardSaysSo() {
    var hold = shop.history.tell(new HoldRequested(STAGING, ADA, null));
    assertThat(progress(hold)).isEqualTo(Progress.PENDING);
    shop.history.tell(hold, new EnvironmentHeld(STAGING, ADA, null));
    assertThat(progress(hold)).isEqualTo(Progress.DONE);
    var resume = shop.history.tell(new ResumeRequested(STAGING, ADA, null));
    assertThat(progress(resume)).isEqualTo(Progress.PENDING);
    shop.history.tell(resume, new EnvironmentResumed(STAGING, ADA, null));
    assertThat(progress(resume)).isEqualTo(Progress.DONE);
  }

  @Test
  void anApprovalAndAnOverrideFollowWhatTheyLetGo() {
    var committed = shop.commit(shop.push("1.4.2"), PRODUCTION, 1, "1.4.2");
    shop.hold(committed, HoldReason.Kind.APPROVAL_MISSING, "1 approval missing");
    var approval =
        shop.history.tell(
            new ApprovalGiven(PRODUCTION, Set.of(Shop.digest("web", "1.4.2")), ADA, null));
    var override =
        shop.history.tell(
            new GateOverrideRequested(
                PRODUCTION, committed.event().revision().sequence(), ADA, "fire"));
    assertThat(progress(approval)).isEqualTo(Progress.HELD);
    shop.clear(committed);
    shop.succeed(committed);
    assertThat(progress(approval)).isEqualTo(Progress.RUNNING);
    assertThat(progress(override)).isEqualTo(Progress.RUNNING);
  }

  @Test
  void aRestartIsDoneWhenItsOwnRevisionRuns() {
    var before = shop.run(STAGING, 1, "1.4.2").event().revision();
    var request = shop.history.tell(new RestartRequested(STAGING, null, ADA, null));
    Restart restart = new Restart(Shop.id("r1"), null, null, null, "asked by ada");
    Revision revision =
        new Revision(
            STAGING,
            before.sequence().nextRestart(),
            before.repository(),
            before.branch(),
            before.commit(),
            before.images(),
            List.of(restart),
            0);
    shop.history.tell(request, new RestartDecided(revision, restart));
    assertThat(progress(request)).isEqualTo(Progress.COMMITTED);
    shop.history.tell(
        new RolloutSucceeded(
            STAGING,
            revision.sequence(),
            revision.commit(),
            List.of(),
            List.of(restart.id()),
            Duration.ofSeconds(1)));
    assertThat(progress(request)).isEqualTo(Progress.RUNNING);
  }

  @Test
  void waitingEndsWithTheNextNews() throws Exception {
    var request = shop.history.tell(deploy("1.4.2"));
    CompletableFuture<RequestState> news = new CompletableFuture<>();
    Thread.ofVirtual()
        .start(
            () -> {
              try {
                news.complete(tracker.await(request.id(), Progress.PENDING, Duration.ofMinutes(1)));
              } catch (InterruptedException e) {
                news.completeExceptionally(e);
              }
            });
    shop.commit(request, STAGING, 1, "1.4.2");
    assertThat(news.get(20, TimeUnit.SECONDS).progress()).isEqualTo(Progress.COMMITTED);
  }

  @Test
  void aRequestThatNobodyMadeIsRefused() {
    assertThatThrownBy(() -> tracker.now(EventId.parse("nobody")))
        .isInstanceOfSatisfying(
            ConsoleException.class, e -> assertThat(e.reason()).isEqualTo(Reason.UNKNOWN_REQUEST));
  }

  private RequestTracker at(Instant now) {
    return new RequestTracker(shop.pipeline, Clock.fixed(now, ZoneOffset.UTC));
  }

  private static DeployRequested deploy(String version) {
    return new DeployRequested(STAGING, "web", version, false, ADA, null);
  }

  private void decline(EventEnvelope<?> request, DeclineReason reason, String message) {
    shop.history.tell(
        request, new UpdateDeclined(STAGING, "web", null, reason, message, null, null));
  }

  private Progress progress(EventEnvelope<?> request) {
    return tracker.now(request.id()).progress();
  }
}
