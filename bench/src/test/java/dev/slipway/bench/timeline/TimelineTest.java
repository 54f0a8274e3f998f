package dev.slipway.bench.timeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.EventId;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class TimelineTest {
  private static final PushedImage IMAGE = new PushedImage("demo/web", "1");
  private static final long MILLISECOND = 1_000_000;

  private final Timeline timeline = new Timeline();
  private final EventId event = EventId.random();

  @Test
  void tellsHowLongEachStageTook() {
    timeline.pushed(IMAGE, 0);
    timeline.published(event, IMAGE, 10 * MILLISECOND);
    timeline.committed(event, 30 * MILLISECOND);
    timeline.seen(IMAGE, Stage.CLEARED, 35 * MILLISECOND);
    timeline.seen(IMAGE, Stage.APPLIED, 75 * MILLISECOND);

    assertThat(timeline.since(IMAGE, Stage.APPLIED)).contains(Duration.ofMillis(75));
    assertThat(timeline.withinStage(List.of(IMAGE)))
        .containsEntry(Stage.EVENT, List.of(Duration.ofMillis(10)))
        .containsEntry(Stage.COMMIT, List.of(Duration.ofMillis(20)))
        .containsEntry(Stage.CLEARED, List.of(Duration.ofMillis(5)))
        .containsEntry(Stage.APPLIED, List.of(Duration.ofMillis(40)));
  }

  @Test
  void aCommitMayBeSeenBeforeTheEventThatCausedIt() {
    timeline.pushed(IMAGE, 0);
    timeline.committed(event, 9 * MILLISECOND);
    timeline.published(event, IMAGE, 10 * MILLISECOND);

    assertThat(timeline.since(IMAGE, Stage.COMMIT)).contains(Duration.ofMillis(9));
    assertThat(timeline.withinStage(List.of(IMAGE)).get(Stage.COMMIT))
        .containsExactly(Duration.ZERO);
  }

  @Test
  void theFirstSightCounts() {
    timeline.pushed(IMAGE, 0);
    timeline.seen(IMAGE, Stage.APPLIED, 8 * MILLISECOND);
    timeline.seen(IMAGE, Stage.APPLIED, 5 * MILLISECOND);
    timeline.seen(IMAGE, Stage.APPLIED, 9 * MILLISECOND);

    assertThat(timeline.since(IMAGE, Stage.APPLIED)).contains(Duration.ofMillis(5));
  }

  @Test
  void whatWasSupersededIsNotCounted() {
    timeline.pushed(IMAGE, 0);
    timeline.published(event, IMAGE, MILLISECOND);

    assertThat(timeline.sincePush(List.of(IMAGE)).get(Stage.APPLIED)).isEmpty();
    assertThat(timeline.withinStage(List.of(IMAGE)).get(Stage.APPLIED)).isEmpty();
  }
}
