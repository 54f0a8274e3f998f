package dev.slipway.sandbox.launcher;

import java.util.List;

/**
 * The options of a service's JVM: small and quick to start (serial collector, first compiler only).
 * The images' are the same: the profile {@code images} of the parent's {@code pom.xml}.
 */
public final class ServiceJvm {
  public static final List<String> OPTIONS =
      List.of(
          "-XX:+UseSerialGC",
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+ExitOnOutOfMemoryError",
          "--enable-native-access=ALL-UNNAMED",
          "-XX:MaxMetaspaceSize=128m",
          // Each time a sixth of it has filled up, the whole heap is collected, amid the burst that
          // filled it. What is reserved takes no memory.
          "-XX:ReservedCodeCacheSize=128m",
          // Likewise for classes: otherwise three times during a start.
          "-XX:MetaspaceSize=96m",
          "-Xss512k",
          // A large young generation is touched once over before anything is freed: a sixth at
          // most.
          "-Xms20m",
          "-XX:NewRatio=5",
          // What starting took and nobody needs any more goes back to the machine.
          "-XX:MinHeapFreeRatio=5",
          "-XX:MaxHeapFreeRatio=10",
          "-XX:-ShrinkHeapInSteps",
          // A collection of the whole heap leaves no holes: it is small, and they would stay.
          "-XX:MarkSweepDeadRatio=0",
          "-XX:TrimNativeHeapInterval=20000",
          "-Xmx160m",
          "-Dfile.encoding=UTF-8");

  /**
   * Maps a start cache at the address that it was written for. Otherwise the JVM rewrites every
   * pointer in it at each start, and each page becomes the process's own. Where the address is
   * taken it does that all the same.
   */
  static final List<String> CACHE_WHERE_IT_WAS_MADE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:ArchiveRelocationMode=0");

  /**
   * Leaves out of a start cache how often each method was called: the first compiler, the only one
   * there is, gains nothing by it, and a service takes 6 MB less.
   */
  static final List<String> CACHE_WITHOUT_PROFILES =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTRecordTraining");

  private ServiceJvm() {}
}
