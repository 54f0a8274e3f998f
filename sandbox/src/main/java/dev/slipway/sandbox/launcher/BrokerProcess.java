package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.broker.EmbeddedBroker;
import java.nio.file.Path;

/** The broker in a process of its own, where it is to be killed alone. Ends when it is told to. */
final class BrokerProcess {
  /** Of its log and its process id. */
  static final String NAME = "broker";

  private static final int FAILED = 1;

  private BrokerProcess() {}

  /** Called with the data directory and the port. */
  public static void main(String[] arguments) throws InterruptedException {
    System.setProperty("logback.configurationFile", "dev/slipway/sandbox/launcher-logback.xml");
    EmbeddedBroker broker = start(Path.of(arguments[0]), Integer.parseInt(arguments[1]));
    Runtime.getRuntime().addShutdownHook(new Thread(broker::close, "stop"));
    Thread.currentThread().join();
  }

  /** A broker that cannot start leaves threads behind; whoever started it tries again. */
  private static EmbeddedBroker start(Path data, int port) {
    try {
      return EmbeddedBroker.startAlone(data, port);
    } catch (RuntimeException e) {
      System.err.println("the broker does not start: " + e);
      Runtime.getRuntime().halt(FAILED);
      throw e;
    }
  }
}
