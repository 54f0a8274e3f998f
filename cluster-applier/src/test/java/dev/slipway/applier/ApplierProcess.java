package dev.slipway.applier;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** The applier as a process of its own, so that it can be killed as a node's end kills it. */
final class ApplierProcess {
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private final Process process;
  private final int port;

  private ApplierProcess(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /** Starts it with these settings; its output is added to the log. */
  static ApplierProcess start(Path log, String... settings) throws IOException {
    int port = freePort();
    List<String> command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-XX:+UseSerialGC",
                "-Xmx160m",
                "-Xshare:auto",
                "-cp",
                System.getProperty("java.class.path"),
                ClusterApplierApplication.class.getName(),
                "--server.port=" + port));
    command.addAll(List.of(settings));
    return new ApplierProcess(
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
            .start(),
        port);
  }

  /** Waits until it takes work. */
  ApplierProcess awaitReady() {
    URI readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    try (HttpClient client = HttpClient.newHttpClient()) {
      await()
          .atMost(PATIENCE)
          .pollInterval(Duration.ofMillis(50))
          .ignoreExceptions()
          .until(
              () ->
                  client
                          .send(
                              HttpRequest.newBuilder(readiness).build(), BodyHandlers.discarding())
                          .statusCode()
                      == 200);
    }
    return this;
  }

  /** As {@code kill -9} does; it is gone when this returns. */
  void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
