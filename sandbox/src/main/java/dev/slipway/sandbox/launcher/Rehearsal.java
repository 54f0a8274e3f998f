package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.registry.ImagePusher;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The whole pipeline on a sample of its own, through which a few images are pushed, so that each
 * service's ahead-of-time cache knows what a push needs and not only what a start does. It touches
 * nothing of the user's, and leaves nothing behind where it succeeds; otherwise its logs.
 */
final class Rehearsal {
  /** A JVM writes its cache as it ends: half a minute on a busy machine. */
  private static final Duration WRITING = Duration.ofMinutes(5);

  /** A push that takes longer is not waited for: the cache is as good as its start. */
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private static final List<String> TAGS =
      List.of("20200102-000000-0000001", "20200103-000000-0000002");
  private static final String LAST_STAGE = "apps/staging/web.yaml";

  private final Installation installation;
  private final Ports ports;
  private final PrintStream out;
  private final DataDirectory data;

  /**
   * A rehearsal.
   *
   * @param place a folder of its own, which is removed
   * @param ports which nobody uses yet
   */
  Rehearsal(Installation installation, Path place, Ports ports, PrintStream out) {
    this.installation = installation;
    this.data = new DataDirectory(place);
    this.ports = ports;
    this.out = out;
  }

  /**
   * Runs it, and has these services write their caches; the others only take part.
   *
   * @return those that had to be killed before they had written theirs
   */
  Set<Service> run(Set<Service> writing, Progress progress) throws InterruptedException {
    clear();
    Set<Service> killed;
    try (Parts parts = Parts.start(data, ports, true, null)) {
      TrackedRepository sample = TrackedRepository.open(parts.git, data, null, parts.registry);
      Pipeline services = pipeline(parts, sample, writing);
      // Whoever stops up meanwhile waits for no cache. Later it finds nothing left to end.
      Runtime.getRuntime().addShutdownHook(new Thread(services::kill, "end the rehearsal"));
      try {
        services.start(oneOfEach());
        parts.await(NamedThings.in(sample.configuration().orElse("")).queues());
        services.awaitReady(progress);
        parts.notifyServices(data, ports);
        push(parts, sample);
      } finally {
        killed = services.stop(WRITING);
      }
    }
    clear();
    return killed;
  }

  private Pipeline pipeline(Parts parts, TrackedRepository sample, Set<Service> writing) {
    ServiceCommand commands = new ServiceCommand(installation, data);
    var settings =
        new ServiceSettings(
            new ServiceSettings.World(
                data,
                ports,
                sample.url(),
                sample.branch(),
                List.of(),
                parts.kubeconfig(data),
                null));
    return new Pipeline(
        (copy, file) ->
            writing.contains(copy.service())
                ? commands.train(copy, file)
                : commands.run(copy, file),
        settings,
        data,
        ports,
        out);
  }

  private static Map<Service, Integer> oneOfEach() {
    Map<Service, Integer> copies = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      copies.put(service, 1);
    }
    return copies;
  }

  /** One after the other, each until it has run in one environment and was promoted to the next. */
  private static void push(Parts parts, TrackedRepository sample) throws InterruptedException {
    ImagePusher images = ImagePusher.to(parts.registry.host());
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (String tag : TAGS) {
      images.push("demo/web", tag);
      while (!sample.file(LAST_STAGE).orElse("").contains(tag)) {
        if (System.nanoTime() > deadline) {
          return;
        }
        Thread.sleep(50);
      }
    }
  }

  /** What an earlier one has left, that was killed. */
  private void clear() throws InterruptedException {
    if (!Files.exists(data.root())) {
      return;
    }
    Leftovers.end(data);
    try (Stream<Path> all = Files.walk(data.root())) {
      for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      throw new SandboxException("cannot remove " + data.root() + ": " + e.getMessage(), e);
    }
  }
}
