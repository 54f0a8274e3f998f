package dev.slipway.sandbox.cluster;

import dev.slipway.sandbox.cluster.admission.ObjectRemover;
import dev.slipway.sandbox.cluster.admission.ObjectWriter;
import dev.slipway.sandbox.cluster.api.ApiServer;
import dev.slipway.sandbox.cluster.api.Faults;
import dev.slipway.sandbox.cluster.controllers.Controllers;
import dev.slipway.sandbox.cluster.controllers.SimulatedPodLogs;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import dev.slipway.sandbox.cluster.schema.Schemas;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;

/** A running simulated cluster; on loopback, over plain HTTP, for who knows its token. */
public final class SimulatedCluster implements AutoCloseable {
  private final ClusterOptions options;
  private final ObjectStore store = new ObjectStore();
  private final Faults faults = new Faults();
  private final ApiServer.Parts parts;
  private final Controllers controllers;
  private ApiServer server;

  private SimulatedCluster(ClusterOptions options) throws IOException {
    this.options = options;
    Clock clock = Clock.systemUTC();
    ResourceKinds kinds = new ResourceKinds();
    Schemas schemas = new Schemas();
    CustomKinds.follow(store, kinds, schemas);
    ObjectWriter writer = new ObjectWriter(store, kinds, schemas, clock);
    ObjectRemover remover = new ObjectRemover(store, clock);
    this.controllers =
        new Controllers(store, kinds, writer, remover, options.images(), options.pace(), clock);
    this.parts =
        new ApiServer.Parts(
            store, kinds, schemas, writer, remover, new SimulatedPodLogs(), faults, clock);
    controllers.start();
    this.server = ApiServer.start(options.port(), options.token(), parts);
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
    return URI.create("http://127.0.0.1:" + server.port());
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

  /** Forgets past changes: watches that want them are told to list anew. */
  public void forgetChanges() {
    store.forgetChanges();
  }

  @Override
  public void close() {
    server.close();
    controllers.close();
  }
}
