package dev.slipway.applier;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;

/** Takes every connection, and lets nothing through until it is told to. */
final class SilentServer implements AutoCloseable {
  private final URI behind;
  private final ServerSocket door;
  private final CountDownLatch speaking = new CountDownLatch(1);
  private final List<Socket> open = new CopyOnWriteArrayList<>();

  private SilentServer(URI behind, ServerSocket door) {
    this.behind = behind;
    this.door = door;
  }

  static SilentServer before(URI server) throws IOException {
    var silent =
        new SilentServer(server, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
    Thread.ofVirtual().start(silent::accept);
    return silent;
  }

  int port() {
    return door.getLocalPort();
  }

  boolean isAsked() {
    return !open.isEmpty();
  }

  /** What it was told so far goes through as well. */
  void speak() {
    speaking.countDown();
  }

  private void accept() {
    try {
      while (!door.isClosed()) {
        Socket caller = door.accept();
        open.add(caller);
        Thread.ofVirtual().start(() -> connect(caller));
      }
    } catch (IOException closed) {
      // It is over.
    }
  }

  private void connect(Socket caller) {
    try {
      speaking.await();
      Socket server = new Socket(behind.getHost(), behind.getPort());
      open.add(server);
      Thread.ofVirtual().start(() -> pass(caller, server));
      pass(server, caller);
    } catch (IOException | InterruptedException e) {
      close(caller);
    }
  }

  private static void pass(Socket from, Socket to) {
    try (from;
        to) {
      long _ = from.getInputStream().transferTo(to.getOutputStream());
    } catch (IOException ended) {
      // By either side.
    }
  }

  private static void close(Socket socket) {
    try {
      socket.close();
    } catch (IOException e) {
      // It is closed.
    }
  }

  @Override
  public void close() throws IOException {
    door.close();
    open.forEach(SilentServer::close);
  }
}
