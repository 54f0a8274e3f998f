package dev.slipway.bench.running;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which build of a service is measured. */
public final class JarOption {
  @Option(
      names = "--jar",
      paramLabel = "FILE",
      description = "the service to measure (default: this checkout's)")
  private @Nullable Path jar;

  /**
   * The jar.
   *
   * @throws BenchException where none was given, and the checkout has not built that module
   */
  public Path of(String module) {
    return jar == null ? ServiceProcess.builtJar(module) : jar;
  }
}
