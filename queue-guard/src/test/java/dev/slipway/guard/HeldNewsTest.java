package dev.slipway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.HoldReason.Kind;
import dev.slipway.events.value.QueueReading;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class HeldNewsTest {
  private static final Instant NOON = Instant.parse("2026-11-20T12:00:00Z");
  private static final HoldReason HOLD = new HoldReason(Kind.HOLD, "held by anna", List.of());

  @Test
  void theFirstTimeIsNews() {
    assertThat(HeldNews.isNews(null, List.of(jobs(1)), NOON)).isTrue();
    assertThat(isNews(said(1), NOON, jobs(1))).isTrue();
  }

  @Test
  void aFewJobsMoreOrLessAreNone() {
    assertThat(isNews(said(1, jobs(5)), NOON, jobs(5))).isFalse();
    assertThat(isNews(said(1, jobs(5)), NOON, jobs(6))).isFalse();
    assertThat(isNews(said(1, jobs(5)), NOON, jobs(1))).isFalse();
  }

  @Test
  void tenTimesAsManyOrFewAre() {
    assertThat(isNews(said(1, jobs(5)), NOON, jobs(49))).isFalse();
    assertThat(isNews(said(1, jobs(5)), NOON, jobs(50))).isTrue();
    assertThat(isNews(said(1, jobs(50)), NOON, jobs(5))).isTrue();
  }

  @Test
  void becomingEmptyOrSilentIs() {
    assertThat(isNews(said(1, jobs(5)), NOON, jobs(0))).isTrue();
    assertThat(isNews(said(1, jobs(0)), NOON, jobs(5))).isTrue();
    assertThat(isNews(said(1, jobs(5)), NOON, silent())).isTrue();
    assertThat(isNews(said(1, silent()), NOON, jobs(5))).isTrue();
  }

  @Test
  void aHoldIsNewsAtOnceAndSoIsItsEnd() {
    assertThat(isNews(said(9, jobs(5)), NOON, HOLD, jobs(5))).isTrue();
    assertThat(isNews(said(9, HOLD, jobs(5)), NOON, jobs(5))).isTrue();
  }

  @Test
  void whileAPersonHasToActTheQueuesAreNoNews() {
    assertThat(isNews(said(1, HOLD, jobs(5)), NOON.plusSeconds(900), HOLD, jobs(0))).isFalse();
  }

  @Test
  void aQueueThatChangesAllTheTimeIsToldOfAtEverLongerIntervals() {
    assertThat(isNews(said(2, jobs(5)), NOON.plusSeconds(9), jobs(0))).isFalse();
    assertThat(isNews(said(2, jobs(5)), NOON.plusSeconds(10), jobs(0))).isTrue();
    assertThat(isNews(said(3, jobs(5)), NOON.plusSeconds(19), jobs(0))).isFalse();
    assertThat(isNews(said(3, jobs(5)), NOON.plusSeconds(20), jobs(0))).isTrue();
    assertThat(isNews(said(1_000, jobs(5)), NOON.plus(Duration.ofMinutes(5)), jobs(0))).isTrue();
  }

  @Test
  void anotherQueueIsNews() {
    var other =
        new HoldReason(
            Kind.QUEUE_NOT_EMPTY,
            "",
            List.of(new QueueReading("other", "us-west-2", 0, 5, 0, null)));
    assertThat(isNews(said(1, jobs(5)), NOON, other)).isTrue();
  }

  private static boolean isNews(@Nullable Said said, Instant now, HoldReason... reasons) {
    return HeldNews.isNews(said, List.of(reasons), now);
  }

  private static Said said(int times, HoldReason... reasons) {
    return new Said(List.of(reasons), NOON, NOON, times);
  }

  private static HoldReason jobs(long running) {
    Kind kind = running == 0 ? Kind.QUEUE_SETTLING : Kind.QUEUE_NOT_EMPTY;
    return new HoldReason(
        kind, "", List.of(new QueueReading("jobs", "us-west-2", 0, running, 0, null)));
  }

  private static HoldReason silent() {
    return new HoldReason(
        Kind.QUEUE_UNREACHABLE,
        "",
        List.of(new QueueReading("jobs", "us-west-2", 0, 0, 0, "no answer")));
  }
}
