package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.util.random.RandomGenerator;

/** Who listens where: neighbours, from a base on. All on loopback. */
record Ports(int base) {
  static final int DEFAULT_BASE = 7700;
  private static final int USED = 20;
  private static final int FREE_FROM = 20_000;
  private static final int FREE_TO = 32_000;
  private static final int ATTEMPTS = 1_000;
  private static final RandomGenerator RANDOM = RandomGenerator.getDefault();

  Ports {
    if (base < 1024 || base > 65_535 - USED) {
      throw new SandboxException(
          "--port-base must be between 1024 and " + (65_535 - USED) + ", but is " + base);
    }
  }

  int registry() {
    return base + 1;
  }

  int git() {
    return base + 2;
  }

  int queues() {
    return base + 3;
  }

  int kafka() {
    return base + 4;
  }

  int slack() {
    return base + 5;
  }

  int cluster() {
    return base + 6;
  }

  /** The GitHub stand-in's pull requests. */
  int pullRequests() {
    return base + 8;
  }

  /** Where {@code up} takes orders from other commands. */
  int control() {
    return base + 7;
  }

  /** For a further copy of a service: below those that the system gives to connections. */
  static int anyFree() {
    return RANDOM
        .ints(ATTEMPTS, FREE_FROM, FREE_TO)
        .filter(Ports::isFree)
        .findFirst()
        .orElseThrow(() -> new SandboxException("there is no free port for a further copy"));
  }

  int service(Service service) {
    return base + service.portOffset();
  }

  /**
   * Checks that nobody listens on any of them.
   *
   * @throws SandboxException naming the port that is taken
   */
  void check() {
    for (int port = base; port < base + USED; port++) {
      if (!isFree(port)) {
        throw new SandboxException(
            "port "
                + port
                + " is taken; choose another range with --port-base, such as --port-base "
                + (base + 100));
      }
    }
  }

  private static boolean isFree(int port) {
    try (ServerSocket socket = new ServerSocket()) {
      socket.setReuseAddress(true);
      socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      return true;
    } catch (IOException taken) {
      return false;
    }
  }
}
