package dev.slipway.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.EventEnvelope;
import dev.slipway.events.RepositoryScanned;
import dev.slipway.events.Topic;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Tag;
import dev.slipway.messaging.Delivery;
import dev.slipway.messaging.testing.FakeConfiguration;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PipelineTest {
  private final Shop shop = new Shop();

  @Test
  void isWholeOnceTheConfigurationIsReadAsFarAsTheHistory() {
    WatchedImage image = shop.configuration.watchedImages().iterator().next();
    FakeConfiguration configuration = new FakeConfiguration();
    Pipeline pipeline = new Pipeline(100);
    assertThat(pipeline.isWhole(configuration)).isFalse();
    pipeline.accept(
        new Delivery(
            EventEnvelope.first(EventId.random(), "/test", Instant.EPOCH, image),
            Topic.CONFIG.topicName(),
            0,
            0));
    pipeline.caughtUp();
    assertThat(pipeline.isWhole(configuration)).isFalse();
    configuration.put(image);
    assertThat(pipeline.isWhole(configuration)).isTrue();
  }

  @Test
  void keepsTheNewestEventsWhateverOrderTheyAreReadIn() {
    Pipeline pipeline = new Pipeline(3);
    for (int second : List.of(5, 1, 4, 2, 3)) {
      pipeline.accept(scanAt(second));
    }
    assertThat(pipeline.events(EventFilter.ALL, 10))
        .extracting(event -> event.time().getEpochSecond())
        .containsExactly(3L, 4L, 5L);
    assertThat(pipeline.events(EventFilter.ALL, 1))
        .extracting(event -> event.time().getEpochSecond())
        .containsExactly(5L);
  }

  @Test
  void filtersByEnvironmentImageTypeAndTime() {
    shop.run(Shop.STAGING, 1, "1.4.2");
    shop.history.pass(Duration.ofMinutes(1));
    shop.run(Shop.DEV, 1, "1.4.3");
    assertThat(types(new EventFilter(Shop.DEV, null, Set.of(), null, null)))
        .containsExactly(
            "revision-committed", "revision-cleared", "rollout-started", "rollout-succeeded");
    assertThat(types(new EventFilter(null, "acme/web", Set.of("image-published"), null, null)))
        .hasSize(2);
    assertThat(types(new EventFilter(null, "api", Set.of(), null, null))).isEmpty();
    assertThat(types(new EventFilter(null, null, Set.of(), shop.history.now(), null))).hasSize(5);
  }

  @Test
  void aFollowerHearsOfWhatItsFilterAcceptsAndIsCutOffWhenItFallsBehind() throws Exception {
    EventFilter published = new EventFilter(null, null, Set.of("image-published"), null, null);
    try (Following following = shop.pipeline.follow(published, 0)) {
      shop.run(Shop.STAGING, 1, "1.4.2");
      assertThat(following.next(Duration.ZERO)).isPresent();
      assertThat(following.next(Duration.ZERO)).isEmpty();
      assertThat(following.isOpen()).isTrue();
      IntStream.range(0, 6_000).forEach(i -> shop.push("2.0." + i));
      assertThat(following.isOpen()).isFalse();
    }
  }

  @Test
  void endingTheConsoleEndsEveryFollower() {
    Following following = shop.pipeline.follow(EventFilter.ALL, 0);
    shop.pipeline.closeFollowings();
    assertThat(following.isOpen()).isFalse();
  }

  @Test
  void aLongListOfTagsIsCutButCounted() {
    List<Tag> tags = IntStream.range(0, 5_000).mapToObj(i -> Tag.parse("t" + i)).toList();
    shop.history.tell(new RepositoryScanned(Shop.WEB, tags, false));
    ToldEvent told = shop.pipeline.events(EventFilter.ALL, 1).getFirst();
    assertThat(told.text()).isEqualTo("ghcr.io/acme/web holds 5000 tags");
    assertThat(((RepositoryScanned) told.event()).tags()).hasSize(ToldEvent.TAGS_KEPT);
  }

  private List<String> types(EventFilter filter) {
    return shop.pipeline.events(filter, 100).stream().map(ToldEvent::type).toList();
  }

  private static Delivery scanAt(int second) {
    return new Delivery(
        EventEnvelope.first(
            EventId.random(),
            "/test",
            Instant.ofEpochSecond(second),
            new RepositoryScanned(Shop.WEB, List.of(), false)),
        Topic.IMAGES.topicName(),
        0,
        second);
  }
}
