package dev.slipway.guard.sqs;

import dev.slipway.events.value.GuardedQueue;
import dev.slipway.events.value.QueueReading;
import dev.slipway.guard.QueueReader;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** Reads SQS in every region at once, each queue on a virtual thread of its own. */
public final class SqsQueueReader implements QueueReader, AutoCloseable {
  private final SqsRegions regions;
  private final Duration timeout;
  private final ReadingOutages outages = new ReadingOutages(System::nanoTime);
  private final ExecutorService threads =
      Executors.newThreadPerTaskExecutor(Thread.ofVirtual().name("sqs-", 0).factory());

  private record Asked(String queue, String region, Future<QueueReading> answer) {}

  /**
   * Makes a reader; asks nobody yet.
   *
   * @param endpoint where SQS is instead of AWS, for every region; absent: AWS's own addresses
   * @param timeout what does not answer by then counts as an error
   */
  public SqsQueueReader(
      AwsCredentialsProvider credentials, @Nullable URI endpoint, Duration timeout) {
    this.regions = new SqsRegions(credentials, endpoint, timeout);
    this.timeout = timeout;
  }

  @Override
  public List<QueueReading> read(List<GuardedQueue> queues) throws InterruptedException {
    long deadline = System.nanoTime() + timeout.toNanos();
    var asked = new ArrayList<Asked>();
    for (GuardedQueue queue : queues) {
      for (String region : queue.regions()) {
        Future<QueueReading> answer = threads.submit(() -> regions.ask(queue.name(), region));
        asked.add(new Asked(queue.name(), region, answer));
      }
    }
    var readings = new ArrayList<QueueReading>();
    try {
      for (Asked each : asked) {
        readings.add(await(each, deadline));
      }
    } finally {
      asked.forEach(each -> each.answer().cancel(true));
    }
    outages.note(readings);
    return readings;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    regions.close();
  }

  private QueueReading await(Asked asked, long deadline) throws InterruptedException {
    try {
      return asked.answer().get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS);
    } catch (TimeoutException tooLate) {
      return SqsFailure.reading(
          asked.queue(), asked.region(), "no answer within " + timeout.toSeconds() + " s");
    } catch (ExecutionException e) {
      String problem = SqsFailure.describe(e.getCause() == null ? e : e.getCause(), timeout);
      return SqsFailure.reading(asked.queue(), asked.region(), problem);
    }
  }
}
