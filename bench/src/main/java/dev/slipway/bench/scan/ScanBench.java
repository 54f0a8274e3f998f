package dev.slipway.bench.scan;

import dev.slipway.bench.fleet.FleetRepository;
import dev.slipway.bench.fleet.LargeRegistry;
import dev.slipway.bench.running.BenchException;
import dev.slipway.bench.running.DeathWatch;
import dev.slipway.bench.running.EventSender;
import dev.slipway.bench.running.ServiceProcess;
import dev.slipway.bench.running.ServiceUse;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.bench.scan.ScanReport.Scan;
import dev.slipway.events.WatchedImage;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.FollowedImage;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.TagPolicy;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Measures the watcher alone, before a registry that counts. */
final class ScanBench {
  private static final Duration PATIENCE = Duration.ofMinutes(10);
  private static final long HEAP_MEBIBYTES = 160;

  /** A look a minute, and every 30 minutes at all: the watcher's defaults. */
  private static final int WHOLE_EVERY = 30;

  private static final GitRepository SOURCE = GitRepository.parse("https://git.example/bench.git");

  private final int repositories;
  private final int tagsEach;
  private final Duration interval;

  ScanBench(int repositories, int tagsEach, Duration interval) {
    this.repositories = repositories;
    this.tagsEach = tagsEach;
    this.interval = interval;
  }

  ScanReport run() throws InterruptedException {
    try (TemporaryFolder temporary = TemporaryFolder.make("scan")) {
      return run(temporary.path());
    }
  }

  private ScanReport run(Path folder) throws InterruptedException {
    try (LargeRegistry registry = LargeRegistry.start(repositories, tagsEach);
        EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
        ServiceProcess watcher = start(registry, broker, folder);
        EventSender sender = new EventSender(broker.bootstrapServers())) {
      DeathWatch watch = new DeathWatch();
      return watch.during(() -> measure(registry, watch.on(watcher), sender));
    }
  }

  private ScanReport measure(LargeRegistry registry, ServiceProcess watcher, EventSender sender)
      throws InterruptedException {
    watcher.awaitReady();
    long _ = sender.send(watched(registry.host()));
    int pages = Math.max(1, Math.ceilDiv(tagsEach, 1000));
    Scan first =
        scan(registry::listings, registry::listedBytes, watcher, (long) repositories * pages);
    // What is asked for and is not there: a look behind the last tag.
    Scan again = scan(registry::emptyListings, registry::emptyBytes, watcher, repositories);
    long average = (first.bytes() + (WHOLE_EVERY - 1) * again.bytes()) / WHOLE_EVERY;
    return new ScanReport(
        repositories,
        tagsEach,
        first,
        again,
        average,
        WHOLE_EVERY,
        (double) average / first.bytes(),
        HEAP_MEBIBYTES,
        watcher.use().mostResidentBytes().orElse(0) / 1024 / 1024,
        ManagementFactory.getOperatingSystemMXBean().getSystemLoadAverage());
  }

  private ServiceProcess start(LargeRegistry registry, EmbeddedBroker broker, Path folder) {
    return ServiceProcess.start(
        ServiceProcess.builtJar("registry-watcher"),
        new ServiceProcess.Settings(
            "registry-watcher",
            ServiceProcess.freePort(),
            broker.bootstrapServers(),
            folder,
            List.of(
                "--slipway.watcher.registries[0].host=" + registry.host(),
                "--slipway.watcher.registries[0].address=http://" + registry.host(),
                "--slipway.watcher.scan-interval=" + interval.toSeconds() + "s",
                "--slipway.watcher.whole-scan-interval=6h")));
  }

  private List<EventSender.Told> watched(String host) {
    var policy = new TagPolicy.Timestamp("^(?<ts>\\d{8}-\\d{6})-[0-9a-f]{7}$", "yyyyMMdd-HHmmss");
    return IntStream.range(0, repositories)
        .mapToObj(
            i -> {
              String name = FleetRepository.image(i);
              var repository = ImageRepository.parse(host + "/" + name);
              var image = new FollowedImage(name, repository, policy, null, null, null);
              return new EventSender.Told(EventId.random(), new WatchedImage(SOURCE, image));
            })
        .toList();
  }

  private static Scan scan(
      LongSupplier lists, LongSupplier listedBytes, ServiceProcess watcher, long requests)
      throws InterruptedException {
    long bytes = listedBytes.getAsLong();
    long before = lists.getAsLong();
    ServiceUse used = watcher.use();
    long from = System.nanoTime();
    while (lists.getAsLong() - before < requests) {
      if (System.nanoTime() - from > PATIENCE.toNanos()) {
        throw new BenchException(
            "the watcher has asked for %d lists, not %d; its log: %s"
                .formatted(lists.getAsLong() - before, requests, watcher.log()));
      }
      TimeUnit.MILLISECONDS.sleep(5);
    }
    return new Scan(
        lists.getAsLong() - before,
        listedBytes.getAsLong() - bytes,
        Math.round((System.nanoTime() - from) / 1e8) / 10.0,
        Math.round(watcher.use().since(used).cpu().toMillis() / 100.0) / 10.0);
  }
}
