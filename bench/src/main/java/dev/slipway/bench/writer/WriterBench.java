package dev.slipway.bench.writer;

import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.DeathWatch;
import dev.slipway.bench.running.OpenThings;
import dev.slipway.bench.running.ServiceProcess;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.bench.writer.WriterReport.Latency;
import dev.slipway.bench.writer.WriterReport.Race;
import dev.slipway.events.Topic;
import dev.slipway.events.value.EventId;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import dev.slipway.sandbox.git.GitHttpServer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Measures the writer: alone, under a burst, and in a race. */
final class WriterBench implements AutoCloseable {
  private static final int PATIENCE_SECONDS = 120;

  /** A large repository is read whole before the first word. */
  private static final Duration FIRST_READING = Duration.ofMinutes(10);

  /** Enough to show a race. */
  private static final int RACED_FOR = 200;

  /** The first calls run code that was never run before. */
  private static final int WARM_UP = 20;

  private final ManifestRepository content;
  private final int commits;
  private final int alone;
  private final Path jar;
  private final TemporaryFolder temporary;
  private final Path folder;
  private boolean isMeasured;
  private final DeathWatch watch = new DeathWatch();
  private final OpenThings open = new OpenThings();
  private final EmbeddedBroker broker;
  private final GitHttpServer git;
  private final ImageEvents events;
  private final BrokerView view;

  /** Starts what the writer needs; nothing is measured yet. */
  WriterBench(ManifestRepository content, int commits, int alone, Path jar)
      throws InterruptedException {
    this.content = content;
    this.commits = commits;
    this.alone = alone;
    this.jar = jar;
    temporary = TemporaryFolder.make("writer");
    folder = temporary.path();
    open.push(() -> temporary.removeIf(isMeasured));
    broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    open.push(broker);
    git = GitHttpServer.start(folder.resolve("git"), 0);
    open.push(git);
    git.createRepository("bench");
    git.commit("bench", "main", "Begin", content.content());
    if (commits > 0) {
      LongHistory.write(git.directory("bench"), commits);
    }
    events = new ImageEvents(broker.bootstrapServers());
    open.push(events);
    view = new BrokerView(broker.bootstrapServers());
    open.push(view);
  }

  /**
   * Measures.
   *
   * @throws BenchException where a writer died, at once, with its last words
   */
  WriterReport run(int writers) throws InterruptedException {
    WriterReport report = watch.during(() -> measure(writers));
    isMeasured = true;
    return report;
  }

  private WriterReport measure(int writers) throws InterruptedException {
    long began = System.nanoTime();
    ServiceProcess first = start("bench-writer-1");
    first.awaitReady();
    double secondsToStart = seconds(System.nanoTime() - began);
    view.awaitRecords(Topic.REVISIONS.topicName(), content.environments(), FIRST_READING);
    double secondsToRevisions = seconds(System.nanoTime() - began);
    long residentAtStart = first.use().residentBytes().orElse(0) / 1024 / 1024;
    alone(Math.min(WARM_UP, content.marked()), "1.0.1");
    Latency latency = Latency.of(alone(alone, "1.0.2"));
    double burst;
    int made;
    try (CommitLog log = log()) {
      burst = burst(log, content.marked(), "1.1.0");
      made = log.commits();
    }
    long resident = first.use().residentBytes().orElse(0) / 1024 / 1024;
    Race race = race(writers);
    return new WriterReport(
        content.files(),
        content.marked(),
        commits,
        burst,
        made,
        latency,
        race,
        secondsToStart,
        secondsToRevisions,
        residentAtStart,
        resident);
  }

  private double[] alone(int updates, String version) throws InterruptedException {
    double[] millis = new double[updates];
    try (CommitLog log = log()) {
      for (int image = 0; image < updates; image++) {
        long from = System.nanoTime();
        events.publish(List.of(image), version);
        long landed = log.await(Set.of(ImageEvents.id(image, version)), PATIENCE_SECONDS);
        millis[image] = (landed - from) / 1e6;
        view.awaitNone("bench-writer-1");
      }
    }
    return millis;
  }

  /** Seconds until the last of so many updates has landed. */
  private double burst(CommitLog log, int updates, String version) throws InterruptedException {
    List<Integer> images = IntStream.range(0, updates).boxed().toList();
    Set<EventId> ids =
        images.stream().map(image -> ImageEvents.id(image, version)).collect(Collectors.toSet());
    long from = System.nanoTime();
    events.publish(images, version);
    return seconds(log.await(ids, PATIENCE_SECONDS) - from);
  }

  private Race race(int writers) throws InterruptedException {
    if (writers < 2) {
      return new Race(0, 0, 0, 0, 0);
    }
    List<ServiceProcess> others = new ArrayList<>();
    for (int writer = 2; writer <= writers; writer++) {
      others.add(start("bench-writer-" + writer));
    }
    for (ServiceProcess other : others) {
      other.awaitReady();
    }
    for (int writer = 2; writer <= writers; writer++) {
      view.awaitNone("bench-writer-" + writer);
    }
    int updates = Math.min(RACED_FOR, content.marked());
    try (CommitLog log = log()) {
      double seconds = burst(log, updates, "1.2.0");
      for (int writer = 1; writer <= writers; writer++) {
        view.awaitNone("bench-writer-" + writer);
      }
      log.advance();
      int once = (int) log.landed().values().stream().filter(times -> times == 1).count();
      return new Race(writers, updates, once, log.commits(), seconds);
    }
  }

  private ServiceProcess start(String service) {
    var settings =
        new ServiceProcess.Settings(
            service,
            ServiceProcess.freePort(),
            broker.bootstrapServers(),
            folder,
            List.of(
                "--slipway.messaging.service=" + service,
                "--slipway.messaging.work=slipway." + service + ".work",
                "--slipway.writer.repositories[0].url=" + git.cloneUrl("bench"),
                "--slipway.writer.cache-directory=" + folder.resolve(service + "-cache")));
    ServiceProcess writer = ServiceProcess.start(jar, settings);
    open.push(writer);
    return watch.on(writer);
  }

  private CommitLog log() {
    return new CommitLog(git.directory("bench"));
  }

  private static double seconds(long nanos) {
    return WriterReport.rounded(nanos / 1e9);
  }

  @Override
  public void close() {
    open.close();
  }
}
