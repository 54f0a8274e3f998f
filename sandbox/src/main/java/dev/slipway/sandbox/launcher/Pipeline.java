package dev.slipway.sandbox.launcher;

import java.io.PrintStream;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;

/** The services, each a process. */
final class Pipeline {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final List<ServiceProcess> processes = new ArrayList<>();

  private Pipeline() {}

  static Pipeline start(
      BiFunction<Service, Path, ProcessBuilder> commands,
      Map<Service, Path> settings,
      DataDirectory data,
      Ports ports,
      PrintStream out) {
    Pipeline pipeline = new Pipeline();
    settings.forEach(
        (service, file) -> {
          var process =
              new ServiceProcess(
                  service, commands.apply(service, file), data, ports.service(service), out);
          process.start();
          pipeline.processes.add(process);
        });
    return pipeline;
  }

  /** Waits until each of them takes work. */
  void awaitReady(Progress progress) throws InterruptedException {
    HttpClient client = HttpClient.newHttpClient();
    Set<ServiceProcess> starting = new LinkedHashSet<>(processes);
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!starting.isEmpty()) {
      for (ServiceProcess process : List.copyOf(starting)) {
        if (process.isReady(client)) {
          starting.remove(process);
          progress.detail(process.service().moduleName());
        }
      }
      if (System.nanoTime() > deadline) {
        ServiceProcess late = starting.iterator().next();
        throw new SandboxException(
            late.service().moduleName()
                + (late.hasEnded() ? " does not start" : " is not ready after " + PATIENCE)
                + "; its log says why: "
                + late.log());
      }
      Thread.sleep(50);
    }
  }

  void stop() throws InterruptedException {
    processes.forEach(ServiceProcess::stop);
    for (ServiceProcess process : processes) {
      process.awaitEnd();
    }
  }

  /** The settings of each service, written. */
  static Map<Service, Path> settings(ServiceSettings settings) {
    Map<Service, Path> files = new EnumMap<>(Service.class);
    for (Service service : Service.values()) {
      files.put(service, settings.write(service));
    }
    return files;
  }
}
