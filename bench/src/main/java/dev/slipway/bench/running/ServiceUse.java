package dev.slipway.bench.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What a process has used.
 *
 * @param cpu since it was started, user and system
 * @param residentBytes now; empty where the operating system does not say
 * @param mostResidentBytes since it was started; empty likewise
 */
public record ServiceUse(Duration cpu, OptionalLong residentBytes, OptionalLong mostResidentBytes) {
  private static final long KIBIBYTE = 1024;

  /** Of each service, by name, and of {@code sandbox}: broker, registry, Git, stand-ins. */
  public static Map<String, ServiceUse> of(RunningSlipway slipway) {
    Map<String, ServiceUse> all = new TreeMap<>();
    try (Stream<Path> files = Files.list(slipway.data().resolve("pids"))) {
      for (Path file : files.toList()) {
        ProcessHandle.of(Long.parseLong(Files.readString(file).strip()))
            .ifPresent(
                process -> {
                  all.put(file.getFileName().toString(), of(process));
                  process.parent().ifPresent(parent -> all.put("sandbox", of(parent)));
                });
      }
      return all;
    } catch (IOException e) {
      throw new BenchException("cannot see which services run on " + slipway.data(), e);
    }
  }

  /** Of one process. */
  public static ServiceUse of(ProcessHandle process) {
    return new ServiceUse(
        process.info().totalCpuDuration().orElse(Duration.ZERO),
        memory(process.pid(), "VmRSS:"),
        memory(process.pid(), "VmHWM:"));
  }

  private static OptionalLong memory(long pid, String what) {
    try (Stream<String> lines = Files.lines(Path.of("/proc/" + pid + "/status"))) {
      Optional<String> line = lines.filter(l -> l.startsWith(what)).findFirst();
      return line.map(l -> OptionalLong.of(Long.parseLong(l.replaceAll("\\D", "")) * KIBIBYTE))
          .orElseGet(OptionalLong::empty);
    } catch (IOException notLinux) {
      return OptionalLong.empty();
    }
  }

  /** The same, but of the CPU only what was used since then. */
  public ServiceUse since(ServiceUse before) {
    return new ServiceUse(cpu.minus(before.cpu), residentBytes, mostResidentBytes);
  }
}
