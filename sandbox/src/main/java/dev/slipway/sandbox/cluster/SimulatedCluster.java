package dev.slipway.sandbox.cluster;

import dev.slipway.sandbox.cluster.admission.ObjectRemover;
import dev.slipway.sandbox.cluster.admission.ObjectWriter;
import dev.slipway.sandbox.cluster.api.ApiServer;
import dev.slipway.sandbox.cluster.api.Faults;
import dev.slipway.sandbox.cluster.controllers.Controllers;
import dev.slipway.sandbox.cluster.controllers.SimulatedPodLogs;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import dev.slipway.sandbox.cluster.objects.Snapshot;
import dev.slipway.sandbox.cluster.schema.Schemas;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.util.Optional;

/** A running simulated cluster; on loopback, over plain HTTP, for who knows its token. */
public final class SimulatedCluster implements AutoCloseable {
  private final ClusterOptions options;
  private final ObjectStore store = new ObjectStore();
  private final Faults faults = new Faults();
  private final ApiServer.Parts parts;
  private final Controllers controllers;
  private final Optional<SnapshotWriter> snapshots;
  private final int port;
  private ApiServer server;

  private SimulatedCluster(ClusterOptions options) throws IOException {
    this.options = options;
    Clock clock = Clock.systemUTC();
    ResourceKinds kinds = new ResourceKinds();
    Schemas schemas = new Schemas();
    CustomKinds custom = CustomKinds.follow(store, kinds, schemas);
    this.snapshots = restore(kinds, custom);
    ObjectWriter writer = new ObjectWriter(store, kinds, schemas, clock);
    ObjectRemover remover = new ObjectRemover(store, clock);
    this.controllers =
        new Controllers(store, kinds, writer, remover, options.images(), options.pace(), clock);
    this.parts =
        new ApiServer.Parts(
            store, kinds, schemas, writer, remover, new SimulatedPodLogs(), faults, clock);
    controllers.start();
    this.server = ApiServer.start(options.port(), options.token(), parts);
    this.port = server.port();
  }

  private Optional<SnapshotWriter> restore(ResourceKinds kinds, CustomKinds custom)
      throws IOException {
    if (options.directory().isEmpty()) {
      return Optional.empty();
    }
    Snapshot snapshot = new Snapshot(options.directory().get());
    snapshot.restore(store, kinds, custom::learn);
    return Optional.of(new SnapshotWriter(snapshot, store));
  }

  /**
   * Starts a cluster that serves until it is closed.
   *
   * @throws IOException when the port is taken or the directory can't be read
   */
  public static SimulatedCluster start(ClusterOptions options) throws IOException {
    return new SimulatedCluster(options);
  }

  public URI apiServerUrl() {
    return URI.create("http://127.0.0.1:" + port);
  }

  /** For kubectl and every other client; its context is named {@code simulated}. */
  public String kubeconfig() {
    return """
    apiVersion: v1
    kind: Config
    clusters:
    - name: simulated
      cluster:
        server: %s
    users:
    - name: simulated
      user:
        token: %s
    contexts:
    - name: simulated
      context:
        cluster: simulated
        user: simulated
        namespace: default
    current-context: simulated
    """
        .formatted(apiServerUrl(), options.token());
  }

  /** Failures to order for tests. */
  public Faults faults() {
    return faults;
  }

  /** Closes the API server's port and every watch, as an outage does; the rest goes on. */
  public synchronized void goAway() {
    server.close();
  }

  /**
   * Ends the outage, at the same address.
   *
   * @throws IOException when the port has been taken
   */
  public synchronized void comeBack() throws IOException {
    server = ApiServer.start(port, options.token(), parts);
  }

  /** Forgets past changes: watches that want them are told to list anew. */
  public void forgetChanges() {
    store.forgetChanges();
  }

  @Override
  public synchronized void close() {
    server.close();
    controllers.close();
    snapshots.ifPresent(SnapshotWriter::close);
  }
}
