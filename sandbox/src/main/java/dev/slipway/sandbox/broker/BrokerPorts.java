package dev.slipway.sandbox.broker;

import java.io.IOException;
import java.io.Reader;
import java.io.Writer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import java.util.random.RandomGenerator;

/** The two ports of a broker and where it finds them again. */
record BrokerPorts(int broker, int controller) {
  private static final String FILE = "ports.properties";

  // Below the ports that systems give to outgoing connections, or one of those takes the place of a
  // broker that is only being restarted.
  private static final int FROM = 20_000;
  private static final int TO = 32_000;
  private static final int ATTEMPTS = 1_000;
  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

  /**
   * The wanted broker port, or the remembered ones where they are free, or any.
   *
   * @throws IllegalStateException when the wanted one is taken
   */
  static BrokerPorts choose(Path dataDirectory, int wanted) throws IOException {
    if (wanted != 0 && !isFree(wanted)) {
      throw new IllegalStateException("could not start Kafka: port " + wanted + " is taken");
    }
    Properties remembered = read(dataDirectory.resolve(FILE));
    int broker = wanted != 0 ? wanted : freeOr(number(remembered, "broker"));
    int controller = freeOr(number(remembered, "controller"));
    while (controller == broker) {
      controller = free();
    }
    return new BrokerPorts(broker, controller);
  }

  void remember(Path dataDirectory) throws IOException {
    Properties properties = new Properties();
    properties.setProperty("broker", Integer.toString(broker));
    properties.setProperty("controller", Integer.toString(controller));
    try (Writer writer = Files.newBufferedWriter(dataDirectory.resolve(FILE))) {
      properties.store(writer, null);
    }
  }

  private static Properties read(Path file) throws IOException {
    Properties properties = new Properties();
    if (Files.exists(file)) {
      try (Reader reader = Files.newBufferedReader(file)) {
        properties.load(reader);
      }
    }
    return properties;
  }

  private static int number(Properties properties, String name) {
    return Integer.parseInt(properties.getProperty(name, "0"));
  }

  private static int freeOr(int remembered) {
    return remembered != 0 && isFree(remembered) ? remembered : free();
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }

  private static int free() {
    return RANDOM
        .ints(ATTEMPTS, FROM, TO)
        .filter(BrokerPorts::isFree)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no free port found for Kafka"));
  }
}
