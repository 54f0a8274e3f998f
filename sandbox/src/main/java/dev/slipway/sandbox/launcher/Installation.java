package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/**
 * Where the built services lie.
 *
 * @param home the checkout
 * @param java the JDK that runs them: this process's own
 */
record Installation(Path home, Path java) {

  static Installation current() {
    String home = System.getProperty("slipway.home", ".");
    return new Installation(
        Path.of(home).toAbsolutePath().normalize(),
        Path.of(System.getProperty("java.home"), "bin", "java"));
  }

  /**
   * The service's jar; its libraries lie in {@code lib/} beside it.
   *
   * @throws SandboxException where it was not built
   */
  Path jar(Service service) {
    Path target = home.resolve(service.moduleName()).resolve("target");
    try (Stream<Path> files = Files.list(target)) {
      return files
          .filter(file -> isJarOf(service, file.getFileName().toString()))
          .findFirst()
          .orElseThrow(() -> notBuilt(service, target));
    } catch (IOException e) {
      throw notBuilt(service, target);
    }
  }

  /** The JVM's ahead-of-time cache of that service. */
  StartCache startCache(Service service) {
    return new StartCache(jar(service), java);
  }

  private static boolean isJarOf(Service service, String name) {
    return name.startsWith(service.moduleName() + "-")
        && name.endsWith(".jar")
        && !name.endsWith("-tests.jar")
        && !name.endsWith("-sources.jar");
  }

  private static SandboxException notBuilt(Service service, Path target) {
    return new SandboxException(
        service.moduleName()
            + " is not built: there is no jar in "
            + target
            + "; run: mvn -DskipTests package");
  }
}
