package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One service while {@code up} runs. A service that ends is started again: kill -9 is an ordinary
 * event.
 */
final class ServiceProcess {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONG_LIFE = Duration.ofSeconds(30);

  /** A service ends within a second, but one that writes its start cache takes longer. */
  private static final Duration GRACE = Duration.ofSeconds(60);

  private final Service service;
  private final ProcessBuilder command;
  private final DataDirectory data;
  private final URI readiness;
  private final PrintStream out;
  private volatile @Nullable Process process;
  private volatile boolean stopping;
  private Duration pause = FIRST_PAUSE;

  ServiceProcess(
      Service service, ProcessBuilder command, DataDirectory data, int port, PrintStream out) {
    this.service = service;
    this.command = command;
    this.data = data;
    this.readiness = URI.create("http://127.0.0.1:" + port + "/actuator/health/readiness");
    this.out = out;
  }

  Service service() {
    return service;
  }

  Path log() {
    return data.file("logs/" + service.moduleName() + ".log");
  }

  void start() {
    try {
      Process started = command.start();
      long began = System.nanoTime();
      process = started;
      data.write("pids/" + service.moduleName(), started.pid() + "\n");
      var _ = started.onExit().thenAcceptAsync(ended -> again(ended, began));
    } catch (IOException e) {
      throw new SandboxException("cannot start " + service.moduleName() + ": " + e.getMessage(), e);
    }
  }

  private void again(Process ended, long began) {
    if (stopping) {
      return;
    }
    boolean livedLong = System.nanoTime() - began > LONG_LIFE.toNanos();
    pause = livedLong ? FIRST_PAUSE : pause;
    out.printf(
        "%s ended with code %d and is started again; its log: %s%n",
        service.moduleName(), ended.exitValue(), log());
    LockSupport.parkNanos(pause.toNanos());
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    if (!stopping) {
      start();
    }
  }

  boolean isReady(HttpClient client) throws InterruptedException {
    try {
      return client
              .send(
                  HttpRequest.newBuilder(readiness).timeout(Duration.ofSeconds(2)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notThereYet) {
      return false;
    }
  }

  boolean hasEnded() {
    Process current = process;
    return current != null && !current.isAlive();
  }

  void stop() {
    stopping = true;
    Process current = process;
    if (current != null) {
      current.destroy();
    }
  }

  void awaitEnd() throws InterruptedException {
    Process current = process;
    if (current != null && !current.waitFor(GRACE.toMillis(), TimeUnit.MILLISECONDS)) {
      current.destroyForcibly();
      current.waitFor();
    }
  }

  /** Ends what an {@code up} that was killed has left running on this data. */
  static void endLeftover(Service service, DataDirectory data) throws InterruptedException {
    String file = "pids/" + service.moduleName();
    if (!data.has(file)) {
      return;
    }
    ProcessHandle leftover =
        ProcessHandle.of(Long.parseLong(data.read(file).strip()))
            .filter(process -> isOurs(process, data))
            .orElse(null);
    if (leftover != null) {
      leftover.destroyForcibly();
      while (leftover.isAlive()) {
        Thread.sleep(20);
      }
    }
  }

  private static boolean isOurs(ProcessHandle process, DataDirectory data) {
    String marker = "-Dslipway.data=" + data.root();
    return process
        .info()
        .arguments()
        .map(arguments -> List.of(arguments).contains(marker))
        .orElse(false);
  }
}
