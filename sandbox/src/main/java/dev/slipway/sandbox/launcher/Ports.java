package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;

/** Who listens where: neighbours, from a base on. All on loopback. */
record Ports(int base) {
  static final int DEFAULT_BASE = 7700;
  private static final int USED = 20;

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
      try (ServerSocket socket = new ServerSocket()) {
        socket.setReuseAddress(true);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
      } catch (IOException e) {
        throw new SandboxException(
            "port "
                + port
                + " is taken; choose another range with --port-base, such as --port-base "
                + (base + 100),
            e);
      }
    }
  }
}
