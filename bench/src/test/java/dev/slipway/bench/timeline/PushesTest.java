package dev.slipway.bench.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushesTest {
  private final Timeline timeline = new Timeline();
  private final List<PushedImage> registry = new ArrayList<>();
  private final Pushes pushes = new Pushes(timeline, registry::add);

  @Test
  void everyPushOfAnImageIsNewerThanTheOneBefore() {
    for (int i = 0; i < 5; i++) {
      pushes.push("demo/web");
    }

    assertThat(registry.stream().map(image -> image.tag().substring(0, 15)))
        .doesNotHaveDuplicates()
        .isSorted();
    assertThat(registry).allMatch(image -> image.tag().matches("\\d{8}-\\d{6}-[0-9a-f]{7}"));
  }

  @Test
  void theNewestOfEachImageMustRunInTheEnd() throws InterruptedException {
    pushes.push("demo/web");
    PushedImage web = pushes.push("demo/web");
    PushedImage api = pushes.push("demo/api");

    assertThat(pushes.newest()).containsExactlyInAnyOrder(web, api);
    assertThat(pushes.awaitApplied(pushes.newest(), Duration.ZERO)).isFalse();

    timeline.seen(web, Stage.APPLIED, 1);
    timeline.seen(api, Stage.APPLIED, 1);
    assertThat(pushes.awaitApplied(pushes.newest(), Duration.ofSeconds(10))).isTrue();
  }
}
