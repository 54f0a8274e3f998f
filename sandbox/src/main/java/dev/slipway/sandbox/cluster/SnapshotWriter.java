package dev.slipway.sandbox.cluster;

import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.Snapshot;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes the snapshot soon after a change, and once more at the end. */
final class SnapshotWriter implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(SnapshotWriter.class);
  private static final Duration INTERVAL = Duration.ofMillis(500);

  private final Snapshot snapshot;
  private final ObjectStore store;
  private final ScheduledFuture<?> schedule;
  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();

  SnapshotWriter(Snapshot snapshot, ObjectStore store) {
    this.snapshot = snapshot;
    this.store = store;
    long millis = INTERVAL.toMillis();
    this.schedule =
        thread.scheduleWithFixedDelay(this::write, millis, millis, TimeUnit.MILLISECONDS);
  }

  private void write() {
    try {
      snapshot.write(store);
    } catch (IOException e) {
      LOG.atWarn().setCause(e).log("simulated cluster's objects not written, trying again");
    }
  }

  @Override
  public void close() {
    schedule.cancel(false);
    thread.close();
    write();
  }
}
