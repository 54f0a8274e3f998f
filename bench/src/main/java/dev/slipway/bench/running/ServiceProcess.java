package dev.slipway.bench.running;

import dev.slipway.sandbox.launcher.ServiceJvm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** One service as a process of its own, with the JVM's settings that {@code up} gives it. */
public final class ServiceProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);

  private final String name;
  private final Process process;
  private final URI address;
  private final Path log;
  private volatile boolean endedOnPurpose;

  ServiceProcess(String name, Process process, URI address, Path log) {
    this.name = name;
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /**
   * What a service is told.
   *
   * @param service its name, and that of its log
   * @param folder where its log lies
   * @param more settings beside its port and its broker: {@code --slipway.…=…}
   */
  public record Settings(String service, int port, String kafka, Path folder, List<String> more) {

    private List<String> arguments() {
      List<String> arguments =
          new ArrayList<>(
              List.of(
                  "--server.port=" + port,
                  "--server.address=127.0.0.1",
                  "--spring.kafka.bootstrap-servers=" + kafka));
      arguments.addAll(more);
      return arguments;
    }
  }

  /** Starts it; {@link #awaitReady} says when it takes work. */
  public static ServiceProcess start(Path jar, Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(ServiceJvm.OPTIONS);
    String more = System.getProperty("slipway.bench.jvm", "");
    if (!more.isBlank()) {
      command.addAll(List.of(more.split(" ", -1)));
    }
    command.addAll(List.of("-jar", jar.toString()));
    command.addAll(settings.arguments());
    Path log = settings.folder().resolve(settings.service() + ".log");
    ProcessBuilder builder = new ProcessBuilder(command);
    builder.redirectErrorStream(true).redirectOutput(log.toFile());
    builder.environment().putIfAbsent("MALLOC_ARENA_MAX", "1");
    try {
      Process process = builder.start();
      AtExit atExit = AtExit.undo(process::destroyForcibly);
      var _ = process.onExit().thenRun(atExit::over);
      return new ServiceProcess(
          settings.service(), process, URI.create("http://127.0.0.1:" + settings.port()), log);
    } catch (IOException e) {
      throw new BenchException("cannot start " + settings.service() + ": " + e.getMessage(), e);
    }
  }

  /** The jar of that module, of the checkout that this command belongs to. */
  public static Path builtJar(String module) {
    Path target = Path.of(System.getProperty("slipway.home", "."), module, "target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(
              file -> file.getFileName().toString().matches(module + "-[\\d.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow(() -> notBuilt(module, target));
    } catch (IOException notThere) {
      throw notBuilt(module, target);
    }
  }

  private static BenchException notBuilt(String module, Path target) {
    return new BenchException(
        "the "
            + module
            + " is not built: there is no jar in "
            + target
            + "; run: mvn -DskipTests package");
  }

  /** A port that nobody has. */
  public static int freePort() {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    } catch (IOException e) {
      throw new UncheckedIOException("no port is free", e);
    }
  }

  /** Waits until it takes work. */
  public void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest question =
          HttpRequest.newBuilder(address.resolve("/actuator/health/readiness"))
              .timeout(Duration.ofSeconds(2))
              .build();
      while (!isReady(client, question)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new BenchException(
              name
                  + " did not get ready; the end of its log:\n"
                  + String.join("\n", LastLines.of(log)));
        }
        TimeUnit.MILLISECONDS.sleep(50);
      }
    }
  }

  private static boolean isReady(HttpClient client, HttpRequest question)
      throws InterruptedException {
    try {
      return client.send(question, HttpResponse.BodyHandlers.discarding()).statusCode() == 200;
    } catch (IOException notThereYet) {
      return false;
    }
  }

  /**
   * Checks that it lives.
   *
   * @throws BenchException where it does not, with the end of its log: nothing else that was
   *     measured says anything
   */
  void requireAlive() {
    if (isDead()) {
      throw new BenchException(
          "exit code " + process.exitValue() + ": " + new Death(name, LastLines.of(log)).toText());
    }
  }

  /** Whether it has ended though nobody told it to. */
  boolean isDead() {
    return !endedOnPurpose && !process.isAlive();
  }

  /** Calls that, on a thread of its own, if it ends though nobody told it to. */
  void onDeath(Runnable call) {
    var _ =
        process
            .onExit()
            .thenRun(
                () -> {
                  if (isDead()) {
                    call.run();
                  }
                });
  }

  /** What it has used so far. */
  public ServiceUse use() {
    return ServiceUse.of(process.toHandle());
  }

  public long pid() {
    return process.pid();
  }

  /** Ends it without asking: {@code kill -9}. Returns once it is gone. */
  public void kill() throws InterruptedException {
    process.destroyForcibly().waitFor();
  }

  /** What its actuator says there; empty where it does not answer. */
  public Optional<String> ask(String path) throws InterruptedException {
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest question =
          HttpRequest.newBuilder(address.resolve(path)).timeout(Duration.ofSeconds(5)).build();
      return Optional.of(client.send(question, HttpResponse.BodyHandlers.ofString()).body());
    } catch (IOException notThere) {
      return Optional.empty();
    }
  }

  public Path log() {
    return log;
  }

  @Override
  public void close() {
    endedOnPurpose = process.isAlive();
    process.destroy();
    try {
      if (!process.waitFor(20, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }
}
