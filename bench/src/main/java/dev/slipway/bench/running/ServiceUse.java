package dev.slipway.bench.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
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

  /** Of a process that is gone. */
  static final ServiceUse NONE =
      new ServiceUse(Duration.ZERO, OptionalLong.empty(), OptionalLong.empty());

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

  /** The same process, but of the CPU only what was used since then. */
  public ServiceUse since(ServiceUse before) {
    return new ServiceUse(cpu.minus(before.cpu), residentBytes, mostResidentBytes);
  }
}
