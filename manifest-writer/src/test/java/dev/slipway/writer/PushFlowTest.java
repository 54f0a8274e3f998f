package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class PushFlowTest {
  private long now = Long.MAX_VALUE - 3; // The clock may begin anywhere, and run over.
  private final PushFlow flow = new PushFlow(() -> now);
  private final List<Duration> waits = new ArrayList<>();
  private int versions;

  @Test
  void aSinglePushNeverWaits() throws InterruptedException {
    for (int i = 0; i < 20; i++) {
      comes(1, Duration.ofMillis(250));
      flow.gather(() -> versions, this::nothingComes);
      commit();
    }
    assertThat(waits).isEmpty();
  }

  @Test
  void fewAtOnceDoNotWait() throws InterruptedException {
    comes(4, Duration.ZERO);
    flow.gather(() -> versions, this::nothingComes);
    assertThat(waits).isEmpty();
  }

  @Test
  void aFlowWaitsUntilNothingComes() throws InterruptedException {
    comes(5, Duration.ZERO);
    flow.gather(
        () -> versions, atMost -> waits.size() < 2 ? oneComes(atMost) : nothingComes(atMost));
    assertThat(waits).containsExactly(PushFlow.PAUSE, PushFlow.PAUSE, PushFlow.PAUSE);
    assertThat(versions).isEqualTo(7);
  }

  @Test
  void aFlowThatDoesNotEndIsCommittedAllTheSame() throws InterruptedException {
    comes(5, Duration.ZERO);
    long from = now;
    flow.gather(() -> versions, this::oneComes);
    assertThat(Duration.ofNanos(now - from)).isEqualTo(PushFlow.MOST);
  }

  @Test
  void oneBehindCommitsInARowWaitsForThoseBehindIt() throws InterruptedException {
    for (int i = 0; i < 2; i++) {
      comes(1, Duration.ofMillis(50));
      flow.gather(() -> versions, this::nothingComes);
      assertThat(waits).isEmpty();
      commit();
    }
    comes(1, Duration.ofMillis(50));
    flow.gather(() -> versions, this::nothingComes);
    assertThat(waits).containsExactly(PushFlow.PAUSE);
  }

  @Test
  void withoutVersionsNothingIsWaitedFor() throws InterruptedException {
    commit();
    commit();
    commit();
    flow.gather(() -> 0, this::nothingComes);
    assertThat(waits).isEmpty();
  }

  private void comes(int more, Duration after) {
    now += after.toNanos();
    versions += more;
  }

  private void commit() {
    versions = 0;
    flow.committed();
  }

  private boolean oneComes(Duration atMost) {
    waits.add(atMost);
    Duration soon = Duration.ofMillis(40);
    comes(1, atMost.compareTo(soon) < 0 ? atMost : soon);
    return true;
  }

  private boolean nothingComes(Duration atMost) {
    waits.add(atMost);
    now += atMost.toNanos();
    return false;
  }
}
