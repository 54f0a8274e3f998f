package dev.slipway.applier;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** A wire to a server on this machine that can be cut and mended. */
final class Wire implements AutoCloseable {
  private final int to;
  private final ServerSocket entrance;
  private final Set<Socket> ends = ConcurrentHashMap.newKeySet();
  private volatile boolean cut;

  Wire(int to) throws IOException {
    this.to = to;
    this.entrance = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    Thread.ofVirtual().name("wire").start(this::take);
  }

  int port() {
    return entrance.getLocalPort();
  }

  /** Ends every connection, and each new one at once. */
  void cut() {
    cut = true;
    ends.forEach(Wire::end);
  }

  void mend() {
    cut = false;
  }

  private void take() {
    while (!entrance.isClosed()) {
      try {
        Socket near = entrance.accept();
        if (cut) {
          end(near);
          continue;
        }
        Socket far = new Socket(InetAddress.getLoopbackAddress(), to);
        ends.add(near);
        ends.add(far);
        if (cut) {
          cut();
        }
        carry(near, far);
        carry(far, near);
      } catch (IOException e) {
        if (entrance.isClosed()) {
          return;
        }
      }
    }
  }

  private void carry(Socket from, Socket into) {
    Thread.ofVirtual()
        .name("wire")
        .start(
            () -> {
              try {
                long _ = from.getInputStream().transferTo(into.getOutputStream());
              } catch (IOException e) {
                // Cut, or closed by one of its ends.
              } finally {
                end(from);
                end(into);
                ends.remove(from);
                ends.remove(into);
              }
            });
  }

  private static void end(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void close() throws IOException {
    entrance.close();
    cut();
  }
}
