package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.URI;
import java.time.Duration;

/** The broker as a process of its own, started again when it is killed. */
final class ApartBroker implements AutoCloseable, Outages.Outage {
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private final ServiceProcess process;
  private final FullDisk disk;
  private final int port;

  private ApartBroker(ServiceProcess process, FullDisk disk, int port) {
    this.process = process;
    this.disk = disk;
    this.port = port;
  }

  /** Returns when it takes connections. */
  static ApartBroker start(
      ServiceCommand commands, DataDirectory data, Ports ports, PrintStream out)
      throws InterruptedException {
    int port = ports.kafka();
    var disk = new FullDisk();
    URI address = URI.create("http://127.0.0.1:" + port);
    var process =
        new ServiceProcess(
            BrokerProcess.NAME,
            () -> new ServiceProcess.Launch(disk.under(commands.broker(port)), address),
            data,
            out);
    var broker = new ApartBroker(process, disk, port);
    boolean started = false;
    try {
      process.start();
      broker.awaitListening();
      started = true;
      return broker;
    } finally {
      if (!started) {
        broker.close();
      }
    }
  }

  @Override
  public void begin() throws InterruptedException {
    process.kill();
    boolean _ = process.awaitEnd(Pipeline.GRACE);
  }

  @Override
  public void end() throws InterruptedException {
    process.start();
    awaitListening();
  }

  /** From its disk being full until it has space again; the broker gives up meanwhile. */
  Outages.Outage diskFull() {
    return new Outages.Outage() {
      @Override
      public void begin() throws InterruptedException {
        disk.fill(process.pid());
      }

      @Override
      public void end() throws InterruptedException {
        disk.empty(process.pid());
        awaitListening();
      }
    };
  }

  private void awaitListening() throws InterruptedException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    while (!listens()) {
      if (System.nanoTime() > deadline) {
        throw new SandboxException("the broker does not start; its log: " + process.log());
      }
      Thread.sleep(50);
    }
  }

  private boolean listens() {
    try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return true;
    } catch (IOException notYet) {
      return false;
    }
  }

  @Override
  public void close() {
    process.stop();
    try {
      boolean _ = process.awaitEnd(Pipeline.GRACE);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
