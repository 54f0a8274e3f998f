package dev.slipway.sandbox.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How a service is called: {@link ServiceJvm}, and an ahead-of-time cache where one was made. */
final class ServiceCommand {
  private final Installation installation;
  private final DataDirectory data;

  ServiceCommand(Installation installation, DataDirectory data) {
    this.installation = installation;
    this.data = data;
  }

  /** Starts the service with these settings, and its output in its log. */
  ProcessBuilder run(Copy copy, Path settings) {
    Service service = copy.service();
    List<String> command = jvm();
    StartCache cache = installation.startCache(service);
    if (cache.isUsable()) {
      command.add("-XX:AOTCache=" + cache.file());
      command.addAll(ServiceJvm.CACHE_WHERE_IT_WAS_MADE);
      command.add("-Xlog:aot=off");
      command.add("-Xlog:cds=off");
    }
    command.addAll(program(service, settings));
    return process(command, copy.name() + ".log");
  }

  /** Starts the service and writes, when it ends, what it loaded: see {@link StartCaches}. */
  ProcessBuilder train(Copy copy, Path settings) {
    Service service = copy.service();
    List<String> command = jvm();
    command.add("-XX:AOTCacheOutput=" + installation.startCache(service).draft());
    command.addAll(ServiceJvm.CACHE_WITHOUT_PROFILES);
    command.add("-Xlog:aot=off");
    command.add("-Xlog:cds=off");
    command.addAll(program(service, settings));
    return process(command, service.moduleName() + "-preparation.log");
  }

  /** What tells the processes on this data from all others. */
  static String marker(DataDirectory data) {
    return "-Dslipway.data=" + data.root();
  }

  /** Starts the broker alone, so that it can be killed alone. */
  ProcessBuilder broker(int port) {
    List<String> command = jvm();
    command.add(marker(data));
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("-Dslipway.log=" + data.folder("logs").resolve("broker-kafka.log"));
    command.add(BrokerProcess.class.getName());
    command.add(data.folder("kafka").toString());
    command.add(Integer.toString(port));
    return process(command, BrokerProcess.NAME + ".log");
  }

  private List<String> jvm() {
    List<String> command = new ArrayList<>();
    command.add(installation.java().toString());
    command.addAll(ServiceJvm.OPTIONS);
    return command;
  }

  private List<String> program(Service service, Path settings) {
    return List.of(
        marker(data),
        "-jar",
        installation.jar(service).toString(),
        "--spring.config.additional-location=file:" + settings);
  }

  private ProcessBuilder process(List<String> command, String log) {
    ProcessBuilder process = new ProcessBuilder(command);
    process.redirectErrorStream(true);
    process.redirectOutput(
        ProcessBuilder.Redirect.appendTo(data.folder("logs").resolve(log).toFile()));
    // One arena for native memory: many threads would otherwise keep some tens of MB each way.
    process.environment().putIfAbsent("MALLOC_ARENA_MAX", "1");
    // The queue server of the sandbox takes any; AWS's own client wants some.
    process.environment().putIfAbsent("AWS_ACCESS_KEY_ID", "sandbox");
    process.environment().putIfAbsent("AWS_SECRET_ACCESS_KEY", "sandbox");
    process.environment().putIfAbsent("AWS_EC2_METADATA_DISABLED", "true");
    return process;
  }
}
