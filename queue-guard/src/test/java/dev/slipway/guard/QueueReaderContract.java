package dev.slipway.guard;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.QueueReading;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What every {@link QueueReader} promises. */
public abstract class QueueReaderContract {
  protected static final String WEST = "us-west-2";
  protected static final String EAST = "us-east-2";

  protected abstract QueueReader reader();

  /** The name of a queue that is there in both regions, and empty. */
  protected abstract String queue();

  /** Makes one job of that queue run. */
  protected abstract void startJob(String region);

  /** That region no longer answers. */
  protected abstract void silence(String region);

  @Test
  void readsEachQueueInEachOfItsRegionsInOrder() throws Exception {
    List<QueueReading> readings = read(WEST, EAST);
    assertThat(readings).extracting(QueueReading::region).containsExactly(WEST, EAST);
    assertThat(readings).extracting(QueueReading::queue).containsOnly(queue());
    assertThat(readings).allMatch(QueueReading::isEmpty);
    assertThat(read(EAST, WEST)).extracting(QueueReading::region).containsExactly(EAST, WEST);
  }

  @Test
  void aJobThatRunsIsSeenByTheNextReading() throws Exception {
    read(WEST, EAST);
    startJob(WEST);
    assertThat(read(WEST, EAST))
        .extracting(QueueReading::describe)
        .containsExactly("us-west-2: 1 running", "us-east-2: empty");
  }

  @Test
  void aSilentRegionIsAnErrorOfItsOwnAndNotEmpty() throws Exception {
    silence(EAST);
    List<QueueReading> readings = read(WEST, EAST);
    assertThat(readings).extracting(QueueReading::isEmpty).containsExactly(true, false);
    assertThat(readings.get(1).error()).startsWith("no answer");
  }

  @Test
  void nothingGuardedIsNothingRead() throws Exception {
    assertThat(reader().read(List.of())).isEmpty();
  }

  private List<QueueReading> read(String... regions) throws InterruptedException {
    return reader().read(List.of(new GuardedQueue(queue(), List.of(regions))));
  }
}
