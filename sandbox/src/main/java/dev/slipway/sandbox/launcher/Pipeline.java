package dev.slipway.sandbox.launcher;

import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.BiFunction;

/** The services, each copy a process. */
final class Pipeline {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A service ends within a second; a busy machine may need more. */
  static final Duration GRACE = Duration.ofSeconds(60);

  /** More would have no share of the work: as many as the topics have partitions. */
  static final int MOST_COPIES = 12;

  private final BiFunction<Copy, Path, ProcessBuilder> commands;
  private final ServiceSettings settings;
  private final DataDirectory data;
  private final Ports ports;
  private final GroupMembers members;
  private final PrintStream out;
  private final Map<Service, List<ServiceProcess>> processes = new EnumMap<>(Service.class);
  // Held while copies come and go; one that waits for it may be interrupted.
  private final ReentrantLock scaling = new ReentrantLock();
  private volatile boolean stopping;
  private volatile boolean allKilled;

  Pipeline(
      BiFunction<Copy, Path, ProcessBuilder> commands,
      ServiceSettings settings,
      DataDirectory data,
      Ports ports,
      PrintStream out) {
    this.commands = commands;
    this.settings = settings;
    this.data = data;
    this.ports = ports;
    this.members = new GroupMembers("127.0.0.1:" + ports.kafka());
    this.out = out;
  }

  /** Starts that many copies of each. */
  void start(Map<Service, Integer> copies) {
    copies.forEach(
        (service, count) -> {
          for (int number = 1; number <= count; number++) {
            add(new Copy(service, number));
          }
        });
  }

  private ServiceProcess add(Copy copy) {
    var process = new ServiceProcess(copy.name(), () -> launch(copy), data, out);
    process.start();
    of(copy.service()).add(process);
    return process;
  }

  private ServiceProcess.Launch launch(Copy copy) {
    int port = copy.number() == 1 ? ports.service(copy.service()) : Ports.anyFree();
    return new ServiceProcess.Launch(
        commands.apply(copy, settings.write(copy, port)),
        URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness"));
  }

  private List<ServiceProcess> of(Service service) {
    return processes.computeIfAbsent(service, _ -> new ArrayList<>());
  }

  /** Waits until each of them takes work. */
  void awaitReady(Progress progress) throws InterruptedException {
    List<ServiceProcess> all = new ArrayList<>();
    processes.values().forEach(all::addAll);
    awaitReady(all, progress);
  }

  private void awaitReady(List<ServiceProcess> started, Progress progress)
      throws InterruptedException {
    Set<ServiceProcess> starting = new LinkedHashSet<>(started);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    try (HttpClient client = HttpClient.newHttpClient()) {
      while (!starting.isEmpty()) {
        for (ServiceProcess process : List.copyOf(starting)) {
          if (process.isReady(client)) {
            starting.remove(process);
            progress.detail(process.name());
          }
        }
        if (System.nanoTime() > deadline || stopping) {
          throw notReady(starting.iterator().next());
        }
        Thread.sleep(50);
      }
    }
  }

  private static SandboxException notReady(ServiceProcess late) {
    return new SandboxException(
        late.name()
            + (late.hasEnded() ? " does not start" : " is not ready after " + PATIENCE)
            + "; its log says why: "
            + late.log());
  }

  /**
   * Starts copies, or ends those with the highest numbers, and returns when the others have their
   * share. A copy that ends finishes what it is writing.
   *
   * @return what was done, in words
   */
  String scale(Service service, int copies) throws InterruptedException {
    if (!scaling.tryLock(PATIENCE.toMillis(), TimeUnit.MILLISECONDS)) {
      throw new SandboxException("another scaling takes too long; try again");
    }
    try {
      if (stopping) {
        throw new SandboxException("slipway is being stopped");
      }
      int before = of(service).size();
      List<ServiceProcess> added = new ArrayList<>();
      for (int number = before + 1; number <= copies; number++) {
        added.add(add(new Copy(service, number)));
      }
      awaitReady(added, Progress.silent());
      endCopiesAbove(copies, service);
      String done = "%s: %d → %d copies".formatted(service.moduleName(), before, copies);
      out.println(done);
      return done;
    } finally {
      scaling.unlock();
    }
  }

  private void endCopiesAbove(int copies, Service service) throws InterruptedException {
    List<ServiceProcess> running = of(service);
    List<ServiceProcess> surplus = List.copyOf(running.subList(copies, running.size()));
    surplus.forEach(ServiceProcess::stop);
    List<String> gone = new ArrayList<>();
    for (ServiceProcess process : surplus) {
      boolean _ = process.awaitEnd(GRACE);
      gone.add(process.name());
      running.remove(process);
    }
    members.remove(service.moduleName(), gone);
  }

  /** Ends all of them at once, as {@code kill -9} does. */
  void kill() {
    stopping = true;
    allKilled = true;
    processes.values().forEach(copies -> copies.forEach(ServiceProcess::kill));
  }

  void stop() throws InterruptedException {
    Set<Service> _ = stop(GRACE);
  }

  /**
   * Ends all of them.
   *
   * @param atMost how long each may take, before it is killed
   * @return those that did not end by themselves
   */
  Set<Service> stop(Duration atMost) throws InterruptedException {
    Set<Service> killed = EnumSet.noneOf(Service.class);
    stopping = true;
    boolean alone = scaling.tryLock(10, TimeUnit.SECONDS);
    try {
      processes.values().forEach(copies -> copies.forEach(ServiceProcess::stop));
      for (Map.Entry<Service, List<ServiceProcess>> copies : processes.entrySet()) {
        for (ServiceProcess process : copies.getValue()) {
          if (!process.awaitEnd(atMost) || allKilled) {
            killed.add(copies.getKey());
          }
        }
        // The next up may have fewer copies: nobody waits then for those that are gone.
        members.remove(
            copies.getKey().moduleName(),
            copies.getValue().stream().skip(1).map(ServiceProcess::name).toList());
      }
      return killed;
    } finally {
      if (alone) {
        scaling.unlock();
      }
    }
  }
}
