package dev.slipway.bench.scale;

import dev.slipway.bench.running.DeathWatch;
import dev.slipway.bench.running.EventSender;
import dev.slipway.bench.running.OpenThings;
import dev.slipway.bench.running.ServiceProcess;
import dev.slipway.bench.running.ServiceUse;
import dev.slipway.bench.running.TemporaryFolder;
import dev.slipway.sandbox.broker.EmbeddedBroker;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Gives the same work to one copy and then to more, each time on a broker of its own. */
final class ScaleBench {
  private static final int WARM_UP = 2;
  private static final int PILES = 3;

  private final Supplier<Work> works;

  ScaleBench(Supplier<Work> works) {
    this.works = works;
  }

  Result run(List<Integer> copies) throws InterruptedException {
    List<Measured> measured = new ArrayList<>();
    String service = "";
    String unit = "";
    int size = 0;
    for (int count : copies) {
      try (Work work = works.get()) {
        service = work.service();
        unit = work.unit();
        size = PILES * work.size();
        measured.add(measure(work, count));
      }
    }
    var system = ManagementFactory.getOperatingSystemMXBean();
    return new Result(
        service,
        unit,
        size,
        measured,
        rounded(measured.getLast().perSecond() / measured.getFirst().perSecond()),
        system.getAvailableProcessors(),
        system.getSystemLoadAverage());
  }

  private static Measured measure(Work work, int copies) throws InterruptedException {
    DeathWatch watch = new DeathWatch();
    try (OpenThings open = new OpenThings()) {
      return watch.during(() -> measure(work, copies, open, watch));
    }
  }

  private static Measured measure(Work work, int copies, OpenThings open, DeathWatch watch)
      throws InterruptedException {
    List<ServiceProcess> processes = new ArrayList<>();
    TemporaryFolder temporary = TemporaryFolder.make("scale");
    open.push(temporary);
    Path folder = temporary.path();
    EmbeddedBroker broker = EmbeddedBroker.start(folder.resolve("broker"), 0);
    open.push(broker);
    for (int copy = 1; copy <= copies; copy++) {
      ServiceProcess process = start(work, copy, broker.bootstrapServers(), folder);
      open.push(process);
      processes.add(watch.on(process));
      process.awaitReady();
    }
    Shares.await(broker.bootstrapServers(), work.service(), copies);
    EventSender sender = new EventSender(broker.bootstrapServers());
    open.push(sender);
    work.begin(broker.bootstrapServers(), sender);
    for (int pile = 1; pile <= WARM_UP; pile++) {
      long _ = work.pile(pile); // The first run code that was never run before.
    }
    Duration before = cpu(processes);
    Duration aroundBefore = own();
    long from = System.nanoTime();
    long last = from;
    for (int pile = 1; pile <= PILES; pile++) {
      last = work.pile(WARM_UP + pile);
    }
    double seconds = (last - from) / 1e9;
    return new Measured(
        copies,
        rounded(seconds),
        rounded(PILES * work.size() / seconds),
        rounded(cpu(processes).minus(before).toMillis() / 1e3),
        rounded(own().minus(aroundBefore).toMillis() / 1e3));
  }

  private static ServiceProcess start(Work work, int copy, String kafka, Path folder) {
    List<String> settings = new ArrayList<>(work.settings(folder));
    settings.add("--slipway.messaging.instance-id=" + work.service() + "-" + copy);
    return ServiceProcess.start(
        ServiceProcess.builtJar(work.service()),
        new ServiceProcess.Settings(
            work.service() + "-" + copy, ServiceProcess.freePort(), kafka, folder, settings));
  }

  private static Duration cpu(List<ServiceProcess> processes) {
    return processes.stream()
        .map(process -> process.use().cpu())
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration own() {
    return ServiceUse.of(ProcessHandle.current()).cpu();
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
