package dev.slipway.sandbox.queues;

import dev.slipway.sandbox.http.Faults;
import dev.slipway.sandbox.http.LoopbackServer;
import java.net.URI;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * SQS on 127.0.0.1: one address for all regions.
 *
 * <p>A request belongs to the region that it was signed for, as the AWS SDK does it; one endpoint
 * override therefore serves clients of every region, and each region has queues of its own. Where a
 * request is not signed it belongs to {@code us-east-1}.
 *
 * <p>The methods about queues and jobs go past {@link #breakRegion} and {@link #failNext}.
 */
public final class SandboxQueues implements AutoCloseable {
  private final LoopbackServer server;
  private final Faults faults;
  private final Regions regions;
  private final RegionProxy proxy;
  private final QueueClient client;

  private SandboxQueues(LoopbackServer server, Faults faults, Regions regions, RegionProxy proxy) {
    this.server = server;
    this.faults = faults;
    this.regions = regions;
    this.proxy = proxy;
    this.client = QueueClient.perRegion(regions::backend);
  }

  /**
   * Takes requests at once; the first may wait some two seconds for ElasticMQ to get up.
   *
   * @param port 0 for any free one
   */
  public static SandboxQueues start(int port) {
    Faults faults =
        new Faults(
            status ->
                status == 403
                    ? "{\"__type\":\"com.amazonaws.sqs#AccessDeniedException\"}"
                    : "{\"__type\":\"com.amazonaws.sqs#ServiceUnavailable\"}");
    Regions regions = new Regions();
    RegionProxy proxy = new RegionProxy(regions);
    LoopbackServer server = LoopbackServer.start("queues", port, faults.before(proxy));
    regions.open(server.port());
    return new SandboxQueues(server, faults, regions, proxy);
  }

  /** The endpoint override for clients of any region. */
  public URI endpoint() {
    return server.uri();
  }

  public int port() {
    return server.port();
  }

  /** Makes a queue, unless it exists; returns its URL. */
  public String createQueue(String region, String name) {
    return client.createQueue(region, name);
  }

  /** Adds jobs that wait to be started. */
  public void addJobs(String region, String name, int jobs) {
    client.addJobs(region, name, jobs);
  }

  /** Adds jobs that may be started only after the delay (at most 15 minutes). */
  public void addDelayedJobs(String region, String name, int jobs, Duration delay) {
    client.addDelayedJobs(region, name, jobs, delay);
  }

  /** Starts a waiting job: it is in flight until {@link #finishJob} with the receipt. */
  public Optional<String> startJob(String region, String name) {
    return client.startJob(region, name);
  }

  /** Ends a job that {@link #startJob} started. */
  public void finishJob(String region, String name, String receipt) {
    client.finishJob(region, name, receipt);
  }

  /** Removes every job, those in flight too. */
  public void clear(String region, String name) {
    client.clear(region, name);
  }

  public QueueCounts counts(String region, String name) {
    return client.counts(region, name);
  }

  /** Requests of that region get no answer until {@link #healRegion}; its jobs stay. */
  public void breakRegion(String region) {
    proxy.breakRegion(region);
  }

  public void healRegion(String region) {
    proxy.healRegion(region);
  }

  /** The next requests, of whatever region, are answered with this status; 403 is AWS's denial. */
  public void failNext(int status, int times, Duration retryAfter) {
    faults.failNext(status, times, retryAfter);
  }

  /** Every request from now on takes that much longer. */
  public void slowDown(Duration perRequest) {
    faults.slowDown(perRequest);
  }

  /** Every request fails, until {@link #recover}. */
  public void failUntilRecovery(int status) {
    faults.failUntilRecovery(status, Duration.ZERO, _ -> true);
  }

  /** Ends whatever {@link #failNext}, {@link #slowDown} and {@link #breakRegion} began. */
  public void recover() {
    faults.recover();
    proxy.healAll();
  }

  /** The latest requests, oldest first: {@code region/operation}. */
  public List<String> requests() {
    return proxy.requests();
  }

  @Override
  public void close() {
    server.close();
    regions.close();
  }
}
