package dev.slipway.watcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.ScanRequested;
import dev.slipway.events.TraceContext;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.Next;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class RepositoryWatchTest {
  private final WatchFixture the = new WatchFixture();

  @Test
  void tellsAllTagsTogetherOnTheFirstScanAndNoneOfThemAlone() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.registry.push(WatchFixture.WEB, "1.1.0");

    Next next = the.work();

    assertThat(the.publisher.events(RepositoryScanned.class))
        .containsExactly(
            new RepositoryScanned(
                WatchFixture.WEB, List.of(Tag.parse("1.0.0"), Tag.parse("1.1.0")), false));
    assertThat(the.publishedTags()).isEmpty();
    assertThat(next).isEqualTo(Next.after(WatchFixture.INTERVAL));
  }

  @Test
  void doesNothingUntilThePollIsDue() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();

    the.clock.pass(Duration.ofSeconds(20));

    assertThat(the.work()).isEqualTo(Next.after(Duration.ofSeconds(40)));
    assertThat(the.registry.calls()).isEmpty();
  }

  @Test
  void pollsAlthoughTheClockWasSetBack() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();

    the.clock.pass(Duration.ofDays(-1));
    the.work();

    assertThat(the.registry.calls()).contains("list");
  }

  @Test
  void tellsATagThatTheNextListHolds() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    Digest digest = the.registry.push(WatchFixture.WEB, "1.1.0", Map.of("branch", "main"));

    the.poll();

    assertThat(the.publisher.events(ImagePublished.class))
        .singleElement()
        .satisfies(
            event -> {
              assertThat(event.tag()).isEqualTo(Tag.parse("1.1.0"));
              assertThat(event.digest()).isEqualTo(digest);
              assertThat(event.labels()).containsEntry("branch", "main");
              assertThat(event.previousDigest()).isNull();
            });
  }

  @Test
  void tellsATagOnceHoweverOftenItIsSeen() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");

    the.notice("1.1.0");
    the.work();
    the.notice("1.1.0");
    the.work();
    the.poll();
    the.restart();
    the.poll();

    assertThat(the.publishedTags()).containsExactly("1.1.0");
  }

  @Test
  void resolvesOnlyTheTagThatWasNoticed() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");

    the.notice("1.1.0");
    the.work();

    assertThat(the.registry.calls()).containsExactly("resolve 1.1.0");
    assertThat(the.publishedTags()).containsExactly("1.1.0");
  }

  @Test
  void goesOnWithTheTraceThatTheNotificationBrought() throws InterruptedException {
    String trace = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.registry.push(WatchFixture.WEB, "1.2.0");

    the.notice("1.1.0 " + trace);
    the.notice("1.2.0");
    the.work();

    assertThat(the.publisher.published())
        .filteredOn(envelope -> envelope.event() instanceof ImagePublished)
        .allSatisfy(
            envelope ->
                assertThat(envelope.traceparent())
                    .isEqualTo(
                        ((ImagePublished) envelope.event()).tag().value().equals("1.1.0")
                            ? trace
                            : TraceContext.begunBy(envelope.id())))
        .hasSize(2);
  }

  @Test
  void tellsAPushThatWasNoticedBeforeTheFirstScan() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.notice("1.0.0");

    the.work();

    assertThat(the.publisher.events(RepositoryScanned.class)).hasSize(1);
    assertThat(the.publishedTags()).containsExactly("1.0.0");
  }

  @Test
  void tellsAPushOfATagWhoseDigestNobodyKnows() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "latest");
    the.scanned();
    Digest second = the.registry.push(WatchFixture.WEB, "latest");

    the.notice("latest");
    the.work();

    assertThat(the.publisher.events(ImagePublished.class))
        .singleElement()
        .satisfies(event -> assertThat(event.digest()).isEqualTo(second))
        .satisfies(event -> assertThat(event.previousDigest()).isNull());
  }

  @Test
  void tellsEachMoveThereAndBackAsAnEventOfItsOwn() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "other");
    the.scanned();
    Digest a = the.registry.push(WatchFixture.WEB, "latest");
    noticeAndWork("latest");
    Digest b = the.registry.push(WatchFixture.WEB, "latest");
    noticeAndWork("latest");
    the.registry.point(WatchFixture.WEB, "latest", a);
    noticeAndWork("latest");

    assertThat(the.publisher.events(ImagePublished.class))
        .extracting(ImagePublished::digest)
        .containsExactly(a, b, a);
    assertThat(the.publisher.events(ImagePublished.class))
        .extracting(ImagePublished::previousDigest)
        .containsExactly(null, a, b);
    assertThat(the.published()).extracting(EventEnvelope::id).doesNotHaveDuplicates();
  }

  @Test
  void looksAgainWhereATagMovesWhileItIsLookedAt() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "other");
    the.scanned();
    the.notice("latest");
    the.notice("latest");
    the.notice("latest");

    assertThat(the.harness().state(WatchFixture.KEY).notices()).hasSize(2);
  }

  @Test
  void looksIntoANoticeThatComesWhileAnotherTagIsLookedAt() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    the.registry.push(WatchFixture.WEB, "1.2.0");
    the.notice("1.1.0");
    the.registry.duringTheNextCall(() -> the.notice("1.2.0"));

    the.work();

    assertThat(the.publishedTags()).containsExactly("1.1.0", "1.2.0");
  }

  @Test
  void answersARequestForAScanThatComesDuringTheFirstScan() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.registry.duringTheNextCall(
        () -> the.harness().deliver(new ScanRequested(WatchFixture.WEB, "a new policy")));

    the.work();

    assertThat(the.publisher.events(RepositoryScanned.class))
        .extracting(RepositoryScanned::requested)
        .containsExactly(false, true);
  }

  @Test
  void looksForARepositoryAgainThatWasPushedToWhileItSeemedAbsent() throws InterruptedException {
    the.registry.duringTheNextCall(() -> the.notice("1.0.0"));
    the.registry.failNext(
        new PermanentRegistryException(RegistryFailure.REPOSITORY_ABSENT, "not yet", null));
    the.registry.push(WatchFixture.WEB, "1.0.0");

    the.work();

    assertThat(the.publishedTags()).containsExactly("1.0.0");
  }

  @Test
  void ignoresANoticeOfATagThatIsNotThere() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();

    noticeAndWork("9.9.9");
    the.notice("not a tag");

    assertThat(the.published()).isEmpty();
    assertThat(the.harness().state(WatchFixture.KEY).notices()).isEmpty();
  }

  @Test
  void knowsTheDigestOfATagThatIsFollowedByDigestRightAfterTheFirstScan()
      throws InterruptedException {
    the.followByDigest("latest");
    Digest digest = the.registry.push(WatchFixture.WEB, "latest");
    the.registry.push(WatchFixture.WEB, "1.0.0");

    the.work();

    assertThat(the.publisher.events(ImagePublished.class))
        .singleElement()
        .satisfies(event -> assertThat(event.digest()).isEqualTo(digest))
        .satisfies(event -> assertThat(event.tag()).isEqualTo(Tag.parse("latest")));
  }

  @Test
  void tellsATagAsSoonAsItIsFollowedByDigest() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "latest");
    the.scanned();

    the.followByDigest("latest");
    the.work();

    assertThat(the.publishedTags()).containsExactly("latest");
  }

  @Test
  void seesByPollingThatATagMovedWhichIsFollowedByDigest() throws InterruptedException {
    the.followByDigest("latest");
    Digest first = the.registry.push(WatchFixture.WEB, "latest");
    the.scanned();
    Digest second = the.registry.push(WatchFixture.WEB, "latest");

    the.poll();
    the.poll();

    assertThat(the.publisher.events(ImagePublished.class))
        .singleElement()
        .satisfies(event -> assertThat(event.digest()).isEqualTo(second))
        .satisfies(event -> assertThat(event.previousDigest()).isEqualTo(first));
  }

  @Test
  void asksNoDigestsOfTagsThatNobodyFollowsByDigest() throws InterruptedException {
    IntStream.range(0, 5).forEach(i -> the.registry.push(WatchFixture.WEB, "1.0." + i));
    the.scanned();

    the.poll();

    assertThat(the.registry.calls()).containsExactly("list");
  }

  @Test
  void callsATagNewAgainThatWasDeletedAndPushedAgain() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    Digest digest = the.registry.push(WatchFixture.WEB, "1.1.0");
    noticeAndWork("1.1.0");
    the.registry.delete(WatchFixture.WEB, "1.1.0");
    the.poll();
    the.registry.point(WatchFixture.WEB, "1.1.0", digest);
    the.poll();

    assertThat(the.publishedTags()).containsExactly("1.1.0", "1.1.0");
    assertThat(the.published()).extracting(EventEnvelope::id).doesNotHaveDuplicates();
    assertThat(the.publisher.events(ImagePublished.class).getLast().previousDigest()).isNull();
  }

  @Test
  void doesNotForgetATagBecauseAStaleListLacksIt() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");
    noticeAndWork("1.1.0");
    the.registry.hideFromLists("1.1.0", "1.0.0");
    the.poll();
    the.registry.hideFromLists();
    the.poll();

    assertThat(the.publishedTags()).containsExactly("1.1.0");
  }

  @Test
  void tellsAllOfManyTagsThatAppearAtOnce() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "0.0.1");
    the.scanned();
    IntStream.range(0, 60).forEach(i -> the.registry.push(WatchFixture.WEB, "1.0." + i));

    the.poll();

    assertThat(the.publishedTags()).hasSize(60).doesNotHaveDuplicates();
  }

  @Test
  void answersARequestedScanAndTellsWhatIsNewBesides() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.registry.push(WatchFixture.WEB, "1.1.0");

    EventEnvelope<?> request =
        the.harness().deliver(new ScanRequested(WatchFixture.WEB, "a new environment"));
    the.work();

    assertThat(the.publisher.events(RepositoryScanned.class))
        .singleElement()
        .satisfies(event -> assertThat(event.requested()).isTrue())
        .satisfies(event -> assertThat(event.tags()).hasSize(2));
    assertThat(the.published().getFirst().causationId()).isEqualTo(request.id());
    assertThat(the.published().getFirst().correlationId()).isEqualTo(request.correlationId());
    assertThat(the.publishedTags()).containsExactly("1.1.0");
  }

  @Test
  void answersARequestForAScanWithTheFirstScanWhereThereWasNone() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.harness().deliver(new ScanRequested(WatchFixture.WEB, "a new image"));

    the.work();
    the.work();

    assertThat(the.publisher.events(RepositoryScanned.class))
        .singleElement()
        .satisfies(event -> assertThat(event.requested()).isTrue());
  }

  @Test
  void leavesARepositoryAloneThatNobodyWatchesAnyMore() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.scanned();
    the.unwatch();
    the.notice("1.0.0");

    assertThat(the.work()).isEqualTo(Next.whenChanged());
    assertThat(the.registry.calls()).isEmpty();
    assertThat(the.harness().state(WatchFixture.KEY))
        .isEqualTo(
            RepositoryState.nothingKnown().firstScanned(new java.util.TreeSet<>()).unwatched());
  }

  @Test
  void scansAgainWhenARepositoryIsWatchedAgain() throws InterruptedException {
    the.registry.push(WatchFixture.WEB, "1.0.0");
    the.work();
    the.unwatch();
    the.work();
    the.watch(new TagPolicy.Release());
    the.work();

    assertThat(the.publisher.events(RepositoryScanned.class)).hasSize(2);
    assertThat(the.published()).extracting(EventEnvelope::id).doesNotHaveDuplicates();
  }

  @Test
  void hasWorkForEveryRepositoryThatTheConfigurationNames() {
    var watch =
        new RepositoryWatch(
            the.registry,
            (result, reason) -> {},
            the.troubles,
            the.clock,
            WatchFixture.INTERVAL,
            WatchFixture.INTERVAL,
            () -> 0);

    assertThat(watch.standingKeys(the.configuration)).containsExactly(WatchFixture.KEY);
    the.unwatch();
    assertThat(watch.standingKeys(the.configuration)).isEmpty();
  }

  @Test
  void keepsItsStateSmallHoweverManyTagsWereTold() throws InterruptedException {
    the.followByDigest("latest");
    the.registry.push(WatchFixture.WEB, "latest");
    the.scanned();
    IntStream.range(0, 1100).forEach(i -> the.registry.push(WatchFixture.WEB, "1.0." + i));

    the.poll();

    RepositoryState state = the.harness().state(WatchFixture.KEY);
    assertThat(state.tags()).hasSize(1101);
    assertThat(state.published()).hasSize(RepositoryState.PUBLISHED_KEPT);
    assertThat(state.lastPublished(Tag.parse("latest"))).isPresent();
  }

  private void noticeAndWork(String tag) throws InterruptedException {
    the.notice(tag);
    the.work();
  }
}
