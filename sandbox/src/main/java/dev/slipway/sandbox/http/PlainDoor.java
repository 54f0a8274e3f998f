package dev.slipway.sandbox.http;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/**
 * A port that hands plain HTTP on to a server behind it and turns TLS away at once.
 *
 * <p>Docker and skopeo try HTTPS first. The JDK's server waits for the end of what it takes for a
 * request line, so that they gave up only after ten seconds; with this answer, which is that of
 * Go's own server, they turn to HTTP at once.
 */
final class PlainDoor implements AutoCloseable {
  private static final int TLS_HANDSHAKE = 0x16;
  private static final int BUFFER_BYTES = 16 * 1024;
  private static final byte[] TURNED_AWAY =
      "HTTP/1.0 400 Bad Request\r\n\r\nThis server speaks plain HTTP.\n".getBytes(US_ASCII);

  private final ServerSocket door;
  private final int behind;

  private PlainDoor(ServerSocket door, int behind) {
    this.door = door;
    this.behind = behind;
  }

  /** Opens the port (0 for any free one) before the one behind it. */
  static PlainDoor open(int port, int behind) throws IOException {
    ServerSocket socket = new ServerSocket(port, 256, InetAddress.getLoopbackAddress());
    PlainDoor door = new PlainDoor(socket, behind);
    Thread.ofVirtual().name("door " + socket.getLocalPort()).start(door::acceptAll);
    return door;
  }

  int port() {
    return door.getLocalPort();
  }

  @Override
  public void close() {
    close(door);
  }

  private void acceptAll() {
    while (!door.isClosed()) {
      try {
        Socket client = door.accept();
        Thread.ofVirtual().name("guest").start(() -> serve(client));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket client) {
    try {
      client.setTcpNoDelay(true);
      byte[] first = new byte[BUFFER_BYTES];
      int length = client.getInputStream().read(first);
      if (length <= 0) {
        client.close();
      } else if (first[0] == TLS_HANDSHAKE) {
        client.getOutputStream().write(TURNED_AWAY);
        client.close();
      } else {
        pass(client, first, length);
      }
    } catch (IOException guestHasGone) {
      close(client);
    }
  }

  private void pass(Socket client, byte[] first, int length) throws IOException {
    Socket server = new Socket(InetAddress.getLoopbackAddress(), behind);
    server.setTcpNoDelay(true);
    server.getOutputStream().write(first, 0, length);
    Thread.ofVirtual().name("answers to a guest").start(() -> answer(server, client));
    try {
      pump(client, server);
      server.shutdownOutput();
    } catch (IOException broken) {
      close(server);
      close(client);
    }
  }

  private static void answer(Socket server, Socket client) {
    try {
      pump(server, client);
    } catch (IOException broken) {
      // Then there is nobody left to answer.
    } finally {
      close(client);
      close(server);
    }
  }

  private static void pump(Socket from, Socket to) throws IOException {
    InputStream input = from.getInputStream();
    OutputStream output = to.getOutputStream();
    byte[] buffer = new byte[BUFFER_BYTES];
    for (int length = input.read(buffer); length >= 0; length = input.read(buffer)) {
      output.write(buffer, 0, length);
    }
  }

  private static void close(Closeable socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nothing is left to be done with it.
    }
  }
}
