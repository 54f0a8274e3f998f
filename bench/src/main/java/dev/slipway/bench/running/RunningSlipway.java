package dev.slipway.bench.running;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;

/** One {@code up}, as it says itself where its parts are. */
public final class RunningSlipway {
  private final Path data;
  private final Map<String, String> environment;

  private RunningSlipway(Path data, Map<String, String> environment) {
    this.data = data;
    this.environment = Map.copyOf(environment);
  }

  /**
   * What runs on this data.
   *
   * @throws BenchException where nothing does
   */
  public static RunningSlipway in(Path data) {
    Path root = data.toAbsolutePath().normalize();
    Path file = root.resolve("env");
    Map<String, String> environment = new LinkedHashMap<>();
    try {
      for (String line : Files.readAllLines(file)) {
        int equals = line.indexOf('=');
        environment.put(line.substring(0, equals), line.substring(equals + 1));
      }
    } catch (IOException e) {
      throw new BenchException(
          "nothing runs on " + root + ": start it with ./slipway up, or name its data with --data",
          e);
    }
    return new RunningSlipway(root, environment);
  }

  public Path data() {
    return data;
  }

  /** {@code 127.0.0.1:9092}. */
  public String kafka() {
    return named("SLIPWAY_KAFKA");
  }

  /** {@code 127.0.0.1:5000}. */
  public String registry() {
    return named("SLIPWAY_REGISTRY");
  }

  /** The bare repository that is tracked, on this machine. */
  public Path gitDirectory() {
    return Path.of(named("SLIPWAY_GIT_DIRECTORY"));
  }

  public String gitUrl() {
    return named("SLIPWAY_GIT");
  }

  public String gitBranch() {
    return named("SLIPWAY_GIT_BRANCH");
  }

  public Path kubeconfig() {
    return Path.of(named("SLIPWAY_KUBECONFIG"));
  }

  /** {@code http://127.0.0.1:8080}. */
  public String console() {
    return named("SLIPWAY_CONSOLE");
  }

  /** An address by the name that {@code ./slipway env} prints it under. */
  public String named(String name) {
    String value = environment.get(name);
    if (value == null) {
      throw new BenchException("the up on " + data + " does not say " + name + ": start it anew");
    }
    return value;
  }
}
