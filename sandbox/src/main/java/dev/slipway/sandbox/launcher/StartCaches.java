package dev.slipway.sandbox.launcher;

import java.io.PrintStream;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes each service's ahead-of-time cache, once per build, by starting it for real and ending it
 * when it is ready: it then starts in a third of the time.
 */
final class StartCaches {
  /** A JVM writes its cache as it ends: half a minute on a busy machine. */
  private static final Duration WRITING = Duration.ofMinutes(5);

  private final Installation installation;
  private final ServiceSettings settings;
  private final ServiceCommand commands;
  private final DataDirectory data;
  private final Ports ports;
  private final PrintStream out;

  StartCaches(
      Installation installation,
      ServiceSettings settings,
      ServiceCommand commands,
      DataDirectory data,
      Ports ports,
      PrintStream out) {
    this.installation = installation;
    this.settings = settings;
    this.commands = commands;
    this.data = data;
    this.ports = ports;
    this.out = out;
  }

  /** Whether a service lacks its cache, or was built anew since. */
  boolean areStale() {
    return Stream.of(Service.values()).anyMatch(this::isStale);
  }

  /** Makes what is missing, or was made of other jars. The sandbox's parts must run. */
  void prepare(Progress progress) throws InterruptedException {
    Map<Service, Integer> missing = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      if (isStale(service)) {
        installation.startCache(service).startAnew();
        missing.put(service, 1);
      }
    }
    progress.step("preparing quick starts, once per build (about a minute)");
    Pipeline training = new Pipeline(commands::train, settings, data, ports, out);
    try {
      training.start(missing);
      training.awaitReady(progress);
    } finally {
      Set<Service> killed = training.stop(WRITING);
      missing.keySet().stream()
          .filter(service -> !killed.contains(service))
          .forEach(service -> installation.startCache(service).accept());
    }
    progress.done();
  }

  private boolean isStale(Service service) {
    return !installation.startCache(service).isUsable();
  }
}
