package dev.slipway.console;

import static dev.slipway.console.Shop.DEV;
import static dev.slipway.console.Shop.PRODUCTION;
import static dev.slipway.console.Shop.STAGING;
import static dev.slipway.console.Shop.WEB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ApprovalGiven;
import dev.slipway.events.DeployRequested;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImageAbsent;
import dev.slipway.events.ImageLookupRequested;
import dev.slipway.events.PromotionRequested;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.RevisionSuperseded;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.Actor;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class StoryTellerTest {
  private static final Actor ADA = new Actor("ada");

  private final Shop shop = new Shop();
  private final StoryTeller teller = new StoryTeller(shop.pipeline, shop.configuration);

  @Test
  void tellsAPushFromItsPublishingToThePodsWithTheTimeOfEachStep() {
    var push = shop.push("1.4.2");
    shop.history.pass(Duration.ofMillis(120));
    var committed = shop.commit(push, DEV, 1, "1.4.2");
    shop.history.pass(Duration.ofMillis(5));
    shop.clear(committed);
    shop.history.pass(Duration.ofMillis(80));
    shop.start(committed);
    shop.history.pass(Duration.ofSeconds(2));
    shop.succeed(committed);

    Story story = teller.tell("web", null, DEV);

    assertThat(story.finding()).isEqualTo(Story.Finding.PUBLISHED);
    assertThat(story.tag()).isEqualTo(Tag.parse("1.4.2"));
    Story.Chapter dev = story.chapters().getFirst();
    assertThat(dev.progress()).isEqualTo(Progress.RUNNING);
    assertThat(dev.steps())
        .extracting(Step::type)
        .containsExactly(
            "revision-committed", "revision-cleared", "rollout-started", "rollout-succeeded");
    assertThat(dev.steps())
        .extracting(Step::after)
        .containsExactly(
            Duration.ofMillis(120),
            Duration.ofMillis(5),
            Duration.ofMillis(80),
            Duration.ofSeconds(2));
  }

  @Test
  void tellsAPromotionWithWhoAskedWhoApprovedAndWhyItWaited() {
    shop.run(STAGING, 1, "1.4.2");
    EventEnvelope<PromotionRequested> request =
        shop.history.tell(new PromotionRequested(PRODUCTION, List.of("web"), ADA, "release"));
    shop.history.pass(Duration.ofSeconds(1));
    var committed = shop.commit(request, PRODUCTION, 1, "1.4.2");
    shop.hold(committed, HoldReason.Kind.APPROVAL_MISSING, "1 approval missing");
    shop.history.pass(Duration.ofSeconds(1));
    shop.history.tell(
        new ApprovalGiven(PRODUCTION, Set.of(Shop.digest("web", "1.4.2")), ADA, null));

    Story.Chapter production = chapter(teller.tell("web", Tag.parse("1.4.2"), null), PRODUCTION);

    assertThat(production.progress()).isEqualTo(Progress.HELD);
    assertThat(production.text()).isEqualTo("1 approval missing");
    assertThat(production.steps())
        .extracting(Step::type)
        .containsExactly(
            "promotion-requested", "revision-committed", "revision-held", "approval-given");
  }

  @Test
  void followsAReplacedRevisionIntoTheOneThatCarriesTheVersionOn() {
    var first = shop.commit(shop.push("1.4.2"), STAGING, 1, "1.4.2");
    var second = shop.commit(shop.push("1.4.2"), STAGING, 2, "1.4.2");
    supersede(first, second);
    shop.clear(second);
    shop.succeed(second);
    assertThat(chapter(teller.tell("web", Tag.parse("1.4.2"), null), STAGING).progress())
        .isEqualTo(Progress.RUNNING);
  }

  @Test
  void saysWhichVersionTookThePlaceOfOneThatNeverRan() {
    var first = shop.commit(shop.push("1.4.2"), STAGING, 1, "1.4.2");
    var second = shop.commit(shop.push("1.4.3"), STAGING, 2, "1.4.3");
    supersede(first, second);
    Story.Chapter staging = chapter(teller.tell("web", Tag.parse("1.4.2"), null), STAGING);
    assertThat(staging.progress()).isEqualTo(Progress.REPLACED);
    assertThat(staging.text()).isEqualTo("1.4.3 took its place before it ran");
  }

  @Test
  void saysWhichVersionCameAfterOneThatRan() {
    shop.run(STAGING, 1, "1.4.2");
    shop.run(STAGING, 2, "1.4.3");
    assertThat(chapter(teller.tell("web", Tag.parse("1.4.2"), null), STAGING).text())
        .isEqualTo("ran, and 1.4.3 took its place since");
  }

  @Test
  void tellsBothWaysOfAVersionThatCameBackByRequest() {
    shop.run(STAGING, 1, "1.4.2");
    shop.history.pass(Duration.ofSeconds(1));
    shop.run(STAGING, 2, "1.4.3");
    shop.history.pass(Duration.ofSeconds(1));
    var request =
        shop.history.tell(new DeployRequested(STAGING, "web", "1.4.2", true, ADA, "slow"));
    var back = shop.commit(request, STAGING, 3, "1.4.2");
    shop.clear(back);
    shop.succeed(back);
    Story.Chapter staging = chapter(teller.tell("web", Tag.parse("1.4.2"), null), STAGING);
    assertThat(staging.text()).isEqualTo("runs");
    assertThat(staging.steps())
        .extracting(Step::type)
        .containsExactly(
            "revision-committed",
            "revision-cleared",
            "rollout-started",
            "rollout-succeeded",
            "deploy-requested",
            "revision-committed",
            "revision-cleared",
            "rollout-succeeded");
  }

  @Test
  void tellsWhyAVersionWasDeclined() {
    var push = shop.push("nightly");
    shop.history.tell(
        push,
        new UpdateDeclined(
            DEV,
            "web",
            ImageReference.parse(WEB + ":nightly"),
            DeclineReason.NOT_MATCHED,
            "'nightly' is no version",
            null,
            null));
    Story.Chapter dev = chapter(teller.tell("web", null, null), DEV);
    assertThat(dev.progress()).isEqualTo(Progress.DECLINED);
    assertThat(dev.text()).isEqualTo("NOT_MATCHED: 'nightly' is no version");
  }

  @Test
  void saysWhichRequestItWaitsIn() {
    shop.push("1.4.2");
    shop.history.tell(StatusReaderTest.proposed("1.4.2"));

    Story.Chapter production =
        chapter(teller.tell("web", Tag.parse("1.4.2"), null), Shop.PRODUCTION);

    assertThat(production.progress()).isEqualTo(Progress.PENDING);
    assertThat(production.text())
        .isEqualTo("waits for merge of https://github.com/acme/shop/pull/12");
    assertThat(production.steps()).extracting(Step::type).containsExactly("update-proposed");
  }

  @Test
  void saysThatNobodyWatchesTheImageAndNamesThoseThatAreWatched() {
    Story story = teller.tell("wbe", null, null);
    assertThat(story.finding()).isEqualTo(Story.Finding.NOT_WATCHED);
    assertThat(story.text()).isEqualTo("no slipway.yaml names wbe. Watched: api, web");
  }

  @Test
  void saysThatTheRegistryHasNoSuchImage() {
    var lookup =
        shop.history.tell(new ImageLookupRequested(WEB, ImageReference.parse(WEB + ":9.9.9")));
    shop.history.tell(
        lookup,
        new ImageAbsent(
            WEB, lookup.id(), ImageReference.parse(WEB + ":9.9.9"), "404 from ghcr.io"));
    Story story = teller.tell("web", Tag.parse("9.9.9"), null);
    assertThat(story.finding()).isEqualTo(Story.Finding.ABSENT);
    assertThat(story.text())
        .isEqualTo("ghcr.io/acme/web:9.9.9 is not in the registry: 404 from ghcr.io");
  }

  @Test
  void saysThatATagWasNeverSeenAndWhichOneIsTheNewest() {
    shop.push("1.4.2");
    Story story = teller.tell("ghcr.io/acme/web", Tag.parse("1.4.9"), null);
    assertThat(story.finding()).isEqualTo(Story.Finding.NOT_SEEN);
    assertThat(story.text()).contains("was never seen", "1.4.2");
  }

  @Test
  void saysThatATagWasThereBeforeAnybodyWatched() {
    shop.history.tell(new RepositoryScanned(WEB, List.of(Tag.parse("1.0.0")), false));
    assertThat(teller.tell("acme/web", Tag.parse("1.0.0"), null).finding())
        .isEqualTo(Story.Finding.LISTED);
  }

  @Test
  void saysThatNothingWasPushedYet() {
    assertThat(teller.tell("web", null, null).text())
        .isEqualTo("the registry-watcher has not read ghcr.io/acme/web yet: see slipway services");
  }

  @Test
  void saysHowAVersionWouldComeWhereNothingHappenedYet() {
    shop.run(PRODUCTION, 1, "1.4.1");
    shop.push("1.4.2");
    Story story = teller.tell("web", null, null);
    assertThat(chapter(story, PRODUCTION).text())
        .isEqualTo("comes by promotion from staging: slipway promote production; it has 1.4.1");
    assertThat(chapter(story, DEV).text())
        .isEqualTo("follows web, but nothing was decided here yet");
    assertThat(story.chapters())
        .extracting(Story.Chapter::environment)
        .doesNotContain(Shop.CANDIDATE);
  }

  private void supersede(
      EventEnvelope<RevisionCommitted> first, EventEnvelope<RevisionCommitted> second) {
    shop.history.tell(
        first,
        new RevisionSuperseded(
            STAGING, first.event().revision().sequence(), second.event().revision().sequence()));
  }

  private static Story.Chapter chapter(Story story, @Nullable EnvironmentName environment) {
    return story.chapters().stream()
        .filter(chapter -> chapter.environment().equals(environment))
        .findFirst()
        .orElseThrow();
  }
}
