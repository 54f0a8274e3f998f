package dev.slipway.sandbox.queues;

import com.typesafe.config.Config;
import com.typesafe.config.ConfigFactory;
import java.net.URI;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeoutException;
import org.apache.pekko.actor.ActorSystem;
import org.apache.pekko.http.scaladsl.Http;
import org.elasticmq.NodeAddress;
import org.elasticmq.rest.sqs.SQSRestServer;
import org.elasticmq.rest.sqs.SQSRestServerBuilder;
import scala.concurrent.Await;
import scala.concurrent.duration.Duration;

/**
 * An ElasticMQ server for each region that is asked for, on a port of its own; they share threads.
 *
 * <p>Each tells its queues' URLs with the port that all regions share.
 */
final class Regions implements AutoCloseable {
  private static final Config SMALL =
      ConfigFactory.parseString(
          """
          pekko.daemonic = on
          pekko.jvm-shutdown-hooks = off
          pekko.coordinated-shutdown.run-by-jvm-shutdown-hook = off
          pekko.log-dead-letters = off
          pekko.loglevel = ERROR
          pekko.actor.default-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
          pekko.actor.internal-dispatcher.fork-join-executor { parallelism-min = 2, parallelism-max = 2 }
          pekko.actor.default-blocking-io-dispatcher.thread-pool-executor.fixed-pool-size = 2
          pekko.http.server.preview.enable-http2 = off
          """);

  private record Running(SQSRestServer server, URI uri) {}

  private final CompletableFuture<ActorSystem> actors =
      CompletableFuture.supplyAsync(Regions::actors);
  private final Map<String, Running> regions = new ConcurrentHashMap<>();
  private final CompletableFuture<Integer> sharedPort = new CompletableFuture<>();

  /** From now on servers can be started. */
  void open(int port) {
    sharedPort.complete(port);
  }

  /** Where the queues of a region are really served. */
  URI backend(String region) {
    return regions.computeIfAbsent(region, this::startServer).uri();
  }

  @Override
  public void close() {
    regions.values().forEach(region -> region.server().stopAndWait());
    await(actors.join().terminate());
  }

  private Running startServer(String region) {
    SQSRestServer server =
        SQSRestServerBuilder.withActorSystem(actors.join())
            .withInterface("127.0.0.1")
            .withDynamicPort()
            .withServerAddress(new NodeAddress("http", "127.0.0.1", sharedPort.join(), ""))
            .withAWSRegion(region)
            .start();
    Http.ServerBinding binding = server.waitUntilStarted();
    return new Running(
        server, URI.create("http://127.0.0.1:" + binding.localAddress().getPort() + "/"));
  }

  private static ActorSystem actors() {
    ClassLoader loader = Regions.class.getClassLoader();
    return ActorSystem.create(
        "sandbox-queues", SMALL.withFallback(ConfigFactory.load(loader)), loader);
  }

  private static void await(scala.concurrent.Future<?> future) {
    try {
      Await.ready(future, Duration.create(10, "s"));
    } catch (TimeoutException e) {
      throw new IllegalStateException("ElasticMQ did not stop in 10 s", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
