package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * One process while {@code up} runs. One that ends is started again: kill -9 is an ordinary event.
 */
final class ServiceProcess {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(10);
  private static final Duration LONG_LIFE = Duration.ofSeconds(30);

  /**
   * How it is started this time.
   *
   * @param ready answers 200 once it takes work
   */
  record Launch(ProcessBuilder command, URI ready) {}

  private final String name;
  private final Supplier<Launch> launches;
  private final DataDirectory data;
  private final PrintStream out;
  private volatile @Nullable Process process;
  private volatile @Nullable URI readiness;
  private boolean stopping;
  private Duration pause = FIRST_PAUSE;

  ServiceProcess(String name, Supplier<Launch> launches, DataDirectory data, PrintStream out) {
    this.name = name;
    this.launches = launches;
    this.data = data;
    this.out = out;
  }

  String name() {
    return name;
  }

  Path log() {
    return data.file("logs/" + name + ".log");
  }

  synchronized void start() {
    stopping = false;
    try {
      Launch launch = launches.get();
      Process started = launch.command().start();
      long began = System.nanoTime();
      readiness = launch.ready();
      process = started;
      data.write("pids/" + name, started.pid() + "\n");
      var _ = started.onExit().thenAcceptAsync(ended -> again(ended, began));
    } catch (IOException e) {
      throw new SandboxException("cannot start " + name + ": " + e.getMessage(), e);
    }
  }

  private void again(Process ended, long began) {
    if (isStopping()) {
      return;
    }
    boolean livedLong = System.nanoTime() - began > LONG_LIFE.toNanos();
    pause = livedLong ? FIRST_PAUSE : pause;
    out.printf(
        "%s ended with code %d and is started again; its log: %s%n",
        name, ended.exitValue(), log());
    LockSupport.parkNanos(pause.toNanos());
    pause =
        pause.multipliedBy(2).compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
    startUnlessStopping();
  }

  private synchronized void startUnlessStopping() {
    if (!stopping) {
      start();
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  boolean isReady(HttpClient client) throws InterruptedException {
    URI asked = readiness;
    if (asked == null) {
      return false;
    }
    try {
      return client
              .send(
                  HttpRequest.newBuilder(asked).timeout(Duration.ofSeconds(2)).build(),
                  HttpResponse.BodyHandlers.discarding())
              .statusCode()
          == 200;
    } catch (IOException notThereYet) {
      return false;
    }
  }

  /** Of the process that runs now, or ran last. */
  long pid() {
    Process current = process;
    if (current == null) {
      throw new SandboxException(name + " was never started");
    }
    return current.pid();
  }

  boolean hasEnded() {
    Process current = process;
    return current != null && !current.isAlive();
  }

  synchronized void stop() {
    stopping = true;
    Process current = process;
    if (current != null) {
      current.destroy();
    }
  }

  /** Ends it as {@code kill -9} does, and does not start it again. */
  synchronized void kill() {
    stopping = true;
    Process current = process;
    if (current != null) {
      current.destroyForcibly();
    }
  }

  /**
   * Waits until it has ended; one that takes longer is killed.
   *
   * @return whether it has ended by itself
   */
  boolean awaitEnd(Duration atMost) throws InterruptedException {
    Process current = process;
    boolean ended = current == null || current.waitFor(atMost.toMillis(), TimeUnit.MILLISECONDS);
    if (current != null && !ended) {
      current.destroyForcibly();
      current.waitFor();
    }
    data.remove("pids/" + name);
    return ended;
  }
}
