package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.admission.ObjectRemover;
import dev.slipway.sandbox.cluster.admission.ObjectWriter;
import dev.slipway.sandbox.cluster.admission.PodAdmission;
import dev.slipway.sandbox.cluster.images.ImageLookup;
import dev.slipway.sandbox.cluster.objects.ObjectStore;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import java.time.Clock;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** All that runs beside the API server. */
public final class Controllers implements AutoCloseable {
  private final ControlLoop loop;
  private final GarbageCollector garbage;
  private final ExecutorService pulls = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * @param pace from the start of a pod until it is ready
   */
  public Controllers(
      ObjectStore store,
      ResourceKinds kinds,
      ObjectWriter writer,
      ObjectRemover remover,
      ImageLookup images,
      Duration pace,
      Clock clock) {
    ClusterAccess cluster = new ClusterAccess(store, kinds, writer, remover, clock);
    this.loop = new ControlLoop(store, kinds);
    this.garbage = new GarbageCollector(store, cluster);
    loop.add("Namespace", new NamespaceController(cluster));
    loop.add("CustomResourceDefinition", new DefinitionController(cluster));
    loop.add("Deployment", new DeploymentController(cluster));
    loop.add("ReplicaSet", new ReplicaSetController(cluster));
    loop.add("StatefulSet", new StatefulSetController(cluster));
    loop.add("DaemonSet", new DaemonSetController(cluster));
    loop.add("Job", new JobController(cluster));
    loop.add("PersistentVolumeClaim", new VolumeClaims(cluster));
    loop.add("ResourceQuota", new QuotaController(cluster, new PodAdmission(store, kinds)));
    loop.add("PodDisruptionBudget", new DisruptionBudgets(cluster));
    loop.add(
        "Pod",
        new PodController(cluster, images, pulls, pace, key -> loop.enqueue(key, Duration.ZERO)));
    Furniture.place(cluster);
  }

  public void start() {
    garbage.start();
    loop.start();
  }

  @Override
  public void close() {
    loop.close();
    garbage.close();
    pulls.shutdownNow();
  }
}
