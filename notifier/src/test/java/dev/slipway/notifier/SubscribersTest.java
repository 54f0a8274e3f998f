package dev.slipway.notifier;

import static dev.slipway.notifier.Examples.DEPLOY;
import static dev.slipway.notifier.Examples.OTHER;
import static dev.slipway.notifier.Examples.PRODUCTION;
import static dev.slipway.notifier.Examples.STAGING;
import static dev.slipway.notifier.Examples.environment;
import static dev.slipway.notifier.Examples.failed;
import static dev.slipway.notifier.Examples.subscription;
import static dev.slipway.notifier.Examples.succeeded;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.Event;
import dev.slipway.events.EventEnvelope;
import dev.slipway.events.ImagePublished;
import dev.slipway.events.RevisionCommitted;
import dev.slipway.events.Subscription;
import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.events.value.Digest;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.messaging.testing.FakeConfiguration;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SubscribersTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private final FakeConfiguration configuration = new FakeConfiguration();
  private final List<String> outcomes = new ArrayList<>();
  private final ReceiverRouter router =
      new ReceiverRouter(
          Clock.fixed(NOON, ZoneOffset.UTC),
          Duration.ofHours(1),
          (result, reason) -> outcomes.add(result + "/" + reason));

  @BeforeEach
  void declare() {
    configuration.put(environment(STAGING, DEPLOY));
    configuration.put(environment(PRODUCTION, DEPLOY));
  }

  @Test
  void anEventGoesToWhoeverAskedForItsKindAndEnvironment() {
    configuration.put(subscription(0, "slack", null, "production", "rollout-failed"));
    configuration.put(subscription(1, "robot", null, "", "rollout-failed revision-held"));
    assertThat(route(failed(PRODUCTION))).containsExactlyInAnyOrder("slack", "robot");
    assertThat(route(failed(STAGING))).containsExactly("robot");
    assertThat(route(Examples.held(PRODUCTION, "1"))).containsExactly("robot");
  }

  @Test
  void aCommitThatIsNotOursGoesToWhoeverAskedForThoseAlone() {
    configuration.put(subscription(0, "slack", null, "production", "foreign-commit"));
    configuration.put(subscription(1, "robot", null, "", "revision-committed"));
    RevisionCommitted persons = Examples.committed(PRODUCTION, Examples.SEQUENCE, "1.4.2");
    var ours =
        new RevisionCommitted(
            persons.revision(), "Slipway", "web", true, persons.committedAt(), List.of());

    var issuedAnew =
        new RevisionCommitted(
            persons.revision(), "anna", "web", false, persons.committedAt(), List.of(), true);

    assertThat(persons.ours()).isFalse();
    assertThat(told(persons)).containsExactlyInAnyOrder("slack", "robot");
    assertThat(told(issuedAnew)).as("it was told as foreign before").containsExactly("robot");
    assertThat(told(ours)).containsExactly("robot");
  }

  private List<String> told(Event event) {
    return Subscribers.of(event, configuration).stream().map(Subscription::receiver).toList();
  }

  @Test
  void nobodyHearsOfAnotherRepositorysEnvironments() {
    configuration.put(environment(PRODUCTION, OTHER));
    configuration.put(subscription(0, "slack", null, "", "rollout-failed"));
    configuration.put(subscription(1, "robot", null, "production", "rollout-failed"));
    assertThat(route(failed(PRODUCTION))).isEmpty();
  }

  @Test
  void whatConcernsNoEnvironmentGoesToSubscriptionsOfItsRepositoryThatNameNone() {
    configuration.put(subscription(0, "slack", null, "", "configuration-rejected"));
    configuration.put(subscription(1, "robot", null, "staging", "configuration-rejected"));
    assertThat(route(new ConfigurationRejected(DEPLOY, Examples.COMMIT, List.of())))
        .containsExactly("slack");
    assertThat(route(new ConfigurationRejected(OTHER, Examples.COMMIT, List.of()))).isEmpty();
  }

  @Test
  void anImageConcernsTheRepositoriesThatWatchIt() {
    ImageRepository web = ImageRepository.parse("ghcr.io/acme/web");
    configuration.put(
        new WatchedImage(
            DEPLOY, new FollowedImage("web", web, new TagPolicy.Release(), null, null)));
    configuration.put(subscription(0, "slack", null, "", "image-published"));
    assertThat(route(published(web))).containsExactly("slack");
    assertThat(route(published(ImageRepository.parse("ghcr.io/acme/api")))).isEmpty();
  }

  @Test
  void aDeclinedUpdateCanBeSubscribed() {
    configuration.put(subscription(0, "slack", null, "production", "update-declined"));
    var declined =
        new UpdateDeclined(
            PRODUCTION, "web", null, DeclineReason.PINNED, "it is pinned", null, null);
    assertThat(route(declined)).containsExactly("slack");
  }

  @Test
  void whatHelpsToSayWhatChangesGoesToWhoeverHearsOfTheEnvironment() {
    configuration.put(subscription(0, "slack", null, "production", "rollout-failed"));
    assertThat(route(succeeded(PRODUCTION, "1"))).containsExactly("slack");
    assertThat(route(succeeded(STAGING, "1"))).isEmpty();
  }

  @Test
  void oldEventsAreLeftOutAndCounted() {
    configuration.put(subscription(0, "slack", null, "", "rollout-failed"));
    assertThat(route(failed(PRODUCTION), NOON.minus(Duration.ofMinutes(60)))).isNotEmpty();
    assertThat(outcomes).isEmpty();
    assertThat(route(failed(PRODUCTION), NOON.minus(Duration.ofMinutes(61)))).isEmpty();
    assertThat(outcomes).containsExactly("dropped/too-old");
    assertThat(route(Examples.held(PRODUCTION, "1"), Instant.EPOCH)).isEmpty();
    assertThat(outcomes).as("nobody asked for it").hasSize(1);
  }

  private Set<String> route(Event event) {
    return route(event, NOON);
  }

  private Set<String> route(Event event, Instant time) {
    return router.keysOf(
        EventEnvelope.first(EventId.random(), "/test", time, event), configuration);
  }

  private static ImagePublished published(ImageRepository repository) {
    return new ImagePublished(
        repository, Tag.parse("1"), Digest.parse("sha256:" + "a".repeat(64)), null, Map.of(), null);
  }
}
