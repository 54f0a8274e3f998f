package dev.slipway.sandbox.broker;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import kafka.server.KafkaConfig;
import kafka.server.KafkaRaftServer;
import org.apache.kafka.common.utils.Exit;
import org.apache.kafka.common.utils.Time;

/**
 * A Kafka broker and its controller in this JVM, reachable on 127.0.0.1 only.
 *
 * <p>Topics, records, transactions and committed offsets live in the data directory and survive
 * both {@link #close} and {@code kill -9}. The ports are remembered there too, so that a broker
 * started again with port 0 comes back where its clients look for it, unless somebody else took the
 * port. Topics are never created by mention; a record may have 8 MB.
 *
 * <p>One data directory serves one broker at a time: Kafka holds a file lock on it.
 */
public final class EmbeddedBroker implements AutoCloseable {
  private static final int ATTEMPTS = 5;

  private final KafkaRaftServer server;
  private final BrokerPorts ports;

  private EmbeddedBroker(KafkaRaftServer server, BrokerPorts ports) {
    this.server = server;
    this.ports = ports;
  }

  /**
   * Starts a broker and returns when it takes requests.
   *
   * @param port 0 for the one used last in this data directory, or any free one
   * @throws IllegalStateException when the broker cannot start; with port 0 a port that was taken
   *     in the meantime has been retried already
   */
  public static EmbeddedBroker start(Path dataDirectory, int port) {
    return start(dataDirectory, port, settings -> settings);
  }

  /**
   * As {@link #start(Path, int)}, with other settings.
   *
   * @param change gets Kafka's settings as they would be, and gives them as they are to be
   */
  public static EmbeddedBroker start(
      Path dataDirectory, int port, UnaryOperator<Map<String, String>> change) {
    keepThisProcessAlive();
    return prepareAndStart(dataDirectory, port, change);
  }

  /**
   * As {@link #start(Path, int)}, in a process that is nothing but the broker: a fatal error, a
   * full disk say, ends it, as Kafka means it.
   */
  public static EmbeddedBroker startAlone(Path dataDirectory, int port) {
    return prepareAndStart(dataDirectory, port, settings -> settings);
  }

  private static EmbeddedBroker prepareAndStart(
      Path dataDirectory, int port, UnaryOperator<Map<String, String>> change) {
    try {
      Files.createDirectories(dataDirectory);
      LogDirectory.format(dataDirectory.resolve("log"));
      for (int attempt = 1; ; attempt++) {
        BrokerPorts ports = BrokerPorts.choose(dataDirectory, port);
        try {
          return startOn(dataDirectory, ports, change);
        } catch (RuntimeException e) {
          if (attempt == ATTEMPTS || !wasTaken(e)) {
            throw new IllegalStateException(
                "could not start Kafka in " + dataDirectory + " on " + ports + ": " + e, e);
          }
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("could not prepare " + dataDirectory + " for Kafka", e);
    }
  }

  private static EmbeddedBroker startOn(
      Path dataDirectory, BrokerPorts ports, UnaryOperator<Map<String, String>> change)
      throws IOException {
    KafkaConfig settings =
        new KafkaConfig(
            change.apply(BrokerSettings.of(dataDirectory.resolve("log"), ports)), false);
    KafkaRaftServer server = new KafkaRaftServer(settings, Time.SYSTEM);
    try {
      server.startup();
    } catch (RuntimeException e) {
      server.shutdown();
      throw e;
    }
    ports.remember(dataDirectory);
    return new EmbeddedBroker(server, ports);
  }

  /** {@code 127.0.0.1:PORT}, as Kafka clients take it. */
  public String bootstrapServers() {
    return "127.0.0.1:" + ports.broker();
  }

  public int port() {
    return ports.broker();
  }

  @Override
  public void close() {
    server.shutdown();
    server.awaitShutdown();
  }

  /**
   * Kafka ends its process on a fatal error (a port in use is one); this process is more than
   * Kafka.
   */
  private static void keepThisProcessAlive() {
    Exit.Procedure fail =
        (status, message) -> {
          throw new BrokerGaveUp("Kafka gave up with status " + status + ": " + message);
        };
    Exit.setExitProcedure(fail);
    Exit.setHaltProcedure(fail);
  }

  private static boolean wasTaken(Throwable error) {
    for (Throwable cause = error; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException || cause instanceof BrokerGaveUp) {
        return true;
      }
    }
    return false;
  }

  private static final class BrokerGaveUp extends RuntimeException {
    BrokerGaveUp(String message) {
      super(message);
    }
  }
}
