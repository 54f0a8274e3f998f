package dev.slipway.applier.render;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** A real OCI registry (CNCF Distribution), to which helm itself pushes charts. */
public final class ChartRegistry implements AutoCloseable {
  public static final String WHY = "needs helm and registry (CNCF Distribution) on the PATH";
  private final Path directory;
  private final int port;
  private final Process registry;

  /** Whether the programs are here. */
  public static boolean isPossible() {
    return Oracle.hasHelm() && Oracle.find("registry").isPresent();
  }

  /** Serves from a folder of the directory. */
  public ChartRegistry(Path directory) throws IOException {
    this.directory = directory;
    try (ServerSocket free = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = free.getLocalPort();
    }
    Path config =
        Files.writeString(
            directory.resolve("registry.yml"),
            """
            version: 0.1
            log: {level: error}
            storage: {filesystem: {rootdirectory: '%s'}}
            http: {addr: '127.0.0.1:%d'}
            """
                .formatted(directory.resolve("blobs"), port));
    registry =
        new ProcessBuilder(
                Oracle.find("registry").orElseThrow().toString(), "serve", config.toString())
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("registry.log").toFile())
            .start();
    await().ignoreExceptionsInstanceOf(IOException.class).until(this::answers);
  }

  private boolean answers() throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    }
  }

  /** Where the charts are. */
  public String address() {
    return "oci://127.0.0.1:" + port + "/charts";
  }

  /**
   * Pushes a chart.
   *
   * @param files below its folder, without {@code Chart.yaml}
   */
  public void push(String name, String version, Map<String, String> files) throws Exception {
    Path folder = Files.createDirectories(directory.resolve("pushed-" + name + "-" + version));
    Oracle.writeAll(
        Map.of(
            name + "/Chart.yaml", "apiVersion: v2\nname: " + name + "\nversion: " + version + "\n"),
        folder);
    Oracle.writeAll(files, folder.resolve(name));
    var _ = Oracle.output(folder, Map.of(), "helm", "package", name);
    var _ =
        Oracle.output(
            folder, Map.of(), "helm", "push", archive(name, version), address(), "--plain-http");
  }

  /** The chart as it was pushed, from the directory on. */
  String pushed(String name, String version) {
    return "pushed-" + name + "-" + version + "/" + archive(name, version);
  }

  private static String archive(String name, String version) {
    return name + "-" + version + ".tgz";
  }

  @Override
  public void close() {
    registry.destroyForcibly().onExit().join();
  }
}
