package dev.slipway.sandbox.launcher;

import java.io.PrintStream;
import java.nio.file.Path;
import java.util.EnumSet;
import java.util.Set;

/**
 * Makes each service's ahead-of-time cache, once per build, in a {@link Rehearsal}: it then starts
 * in a third of the time, and the first push after a start is hardly slower than those behind it.
 */
final class StartCaches {
  private final Installation installation;
  private final Rehearsal rehearsal;

  /**
   * The caches of an installation.
   *
   * @param place for the rehearsal: a folder that nothing else uses
   * @param ports which nobody uses yet
   */
  StartCaches(Installation installation, Path place, Ports ports, PrintStream out) {
    this.installation = installation;
    this.rehearsal = new Rehearsal(installation, place, ports, out);
  }

  /** Makes what is missing, or was made of other jars. */
  void prepare(Progress progress) throws InterruptedException {
    Set<Service> missing = EnumSet.noneOf(Service.class);
    for (Service service : Service.values()) {
      if (!installation.startCache(service).isUsable()) {
        installation.startCache(service).startAnew();
        missing.add(service);
      }
    }
    if (missing.isEmpty()) {
      return;
    }
    progress.step("preparing quick starts, once per build (about a minute)");
    Set<Service> killed = rehearsal.run(missing, progress);
    missing.stream()
        .filter(service -> !killed.contains(service))
        .forEach(service -> installation.startCache(service).accept());
    progress.done();
  }
}
