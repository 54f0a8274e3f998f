package dev.slipway.bench.writer;

import dev.slipway.bench.running.BenchException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The manifest writer as a process of its own, with the JVM's settings that {@code up} gives it.
 */
final class WriterProcess implements AutoCloseable {
  private static final Duration START = Duration.ofMinutes(2);
  private static final List<String> JVM =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:MaxMetaspaceSize=128m",
          "-XX:ReservedCodeCacheSize=48m",
          "-Xss512k",
          "-Xms40m",
          "-Xmx160m",
          "-Dfile.encoding=UTF-8");

  private final Process process;
  private final URI address;
  private final Path log;

  private WriterProcess(Process process, URI address, Path log) {
    this.process = process;
    this.address = address;
    this.log = log;
  }

  /**
   * What one writer is told.
   *
   * @param service the name of its consumer group: writers of one name share the work, others race
   */
  record Settings(String service, int port, String kafka, URI repository, Path folder) {

    private List<String> arguments() {
      return List.of(
          "--server.port=" + port,
          "--server.address=127.0.0.1",
          "--spring.kafka.bootstrap-servers=" + kafka,
          "--slipway.messaging.service=" + service,
          "--slipway.messaging.work=slipway." + service + ".work",
          "--slipway.writer.repositories[0].url=" + repository,
          "--slipway.writer.cache-directory=" + folder.resolve(service + "-cache"));
    }
  }

  static WriterProcess start(Path jar, Settings settings) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(JVM);
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
      return new WriterProcess(
          builder.start(), URI.create("http://127.0.0.1:" + settings.port()), log);
    } catch (IOException e) {
      throw new BenchException("cannot start the manifest writer: " + e.getMessage(), e);
    }
  }

  /** The jar of the checkout that this command belongs to. */
  static Path builtJar() {
    Path target = Path.of(System.getProperty("slipway.home", "."), "manifest-writer", "target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(
              file ->
                  file.getFileName()
                      .toString()
                      .matches("manifest-writer-[\\d.]+(-SNAPSHOT)?\\.jar"))
          .findFirst()
          .orElseThrow(() -> notBuilt(target));
    } catch (IOException notThere) {
      throw notBuilt(target);
    }
  }

  private static BenchException notBuilt(Path target) {
    return new BenchException(
        "the manifest writer is not built: there is no jar in "
            + target
            + "; run: mvn -DskipTests package");
  }

  void awaitReady() throws InterruptedException {
    long end = System.nanoTime() + START.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      HttpRequest question =
          HttpRequest.newBuilder(address.resolve("/actuator/health/readiness"))
              .timeout(Duration.ofSeconds(2))
              .build();
      while (!isReady(client, question)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new BenchException("the manifest writer did not get ready; its log: " + log);
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

  /** What the process holds in memory, in MiB; 0 where the system does not say. */
  long residentMebibytes() {
    try (Stream<String> lines = Files.lines(Path.of("/proc", process.pid() + "", "status"))) {
      return lines
          .filter(line -> line.startsWith("VmRSS:"))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")) / 1024)
          .findFirst()
          .orElse(0);
    } catch (IOException | RuntimeException notOnThisSystem) {
      return 0;
    }
  }

  long pid() {
    return process.pid();
  }

  Path log() {
    return log;
  }

  @Override
  public void close() {
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
