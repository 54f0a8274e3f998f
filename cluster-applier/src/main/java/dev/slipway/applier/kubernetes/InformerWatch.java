package dev.slipway.applier.kubernetes;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.applier.WorkloadWatch;
import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.rollout.WorkloadView;
import dev.slipway.events.value.RolloutFailure;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.api.model.ObjectMeta;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientException;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import io.fabric8.kubernetes.client.informers.cache.ReducedStateItemStore;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** Workloads, replica sets and pods by informers, which list again after a broken connection. */
final class InformerWatch implements WorkloadWatch {
  private static final Map<String, String> PLURALS =
      Map.of(
          "Deployment", "deployments",
          "StatefulSet", "statefulsets",
          "DaemonSet", "daemonsets",
          "Job", "jobs",
          "ReplicaSet", "replicasets",
          "Pod", "pods");

  /** What is listed at once lies in memory whole, with its managed fields. */
  private static final long PAGE = 100;

  private static final Duration GROUP = Duration.ofMillis(30);

  private final KubernetesSerialization serialization;
  private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();
  private final Map<String, WorkloadView.Part> objects = new ConcurrentHashMap<>();
  private final Semaphore changes = new Semaphore(0);

  private InformerWatch(KubernetesSerialization serialization) {
    this.serialization = serialization;
  }

  static InformerWatch open(
      KubernetesClient client,
      Set<String> namespaces,
      Set<String> kinds,
      List<Discovery.Resource> others,
      String label,
      String value)
      throws InterruptedException {
    InformerWatch watch = new InformerWatch(client.getKubernetesSerialization());
    for (String namespace : namespaces) {
      for (String kind : kinds) {
        watch.informers.add(
            client
                .genericKubernetesResources(context(kind))
                .inNamespace(namespace)
                .withLabel(label, value)
                .withLimit(PAGE)
                .runnableInformer(0));
      }
      if (kinds.contains("Deployment")) {
        watch.informers.add(unlabelled(client, namespace, "ReplicaSet"));
      }
      if (!kinds.isEmpty()) {
        watch.informers.add(unlabelled(client, namespace, "Pod"));
      }
    }
    for (Discovery.Resource other : others) {
      watch.informers.addAll(labelled(client, other, namespaces, label, value));
    }
    watch.start();
    return watch;
  }

  private static List<SharedIndexInformer<GenericKubernetesResource>> labelled(
      KubernetesClient client,
      Discovery.Resource resource,
      Set<String> namespaces,
      String label,
      String value) {
    int slash = resource.apiVersion().indexOf('/');
    var objects =
        client.genericKubernetesResources(
            new ResourceDefinitionContext.Builder()
                .withGroup(slash < 0 ? "" : resource.apiVersion().substring(0, slash))
                .withVersion(resource.apiVersion().substring(slash + 1))
                .withKind(resource.kind())
                .withPlural(resource.plural())
                .withNamespaced(resource.namespaced())
                .build());
    return resource.namespaced()
        ? namespaces.stream()
            .map(namespace -> objects.inNamespace(namespace).withLabel(label, value))
            .map(found -> found.withLimit(PAGE).runnableInformer(0))
            .toList()
        : List.of(objects.withLabel(label, value).withLimit(PAGE).runnableInformer(0));
  }

  private static SharedIndexInformer<GenericKubernetesResource> unlabelled(
      KubernetesClient client, String namespace, String kind) {
    return client
        .genericKubernetesResources(context(kind))
        .inNamespace(namespace)
        .withLimit(PAGE)
        .runnableInformer(0);
  }

  private void start() throws InterruptedException {
    List<CompletableFuture<Void>> started = new ArrayList<>();
    for (SharedIndexInformer<GenericKubernetesResource> informer : informers) {
      Heard heard = new Heard();
      informer.addEventHandler(heard);
      // We keep what we need of each: a second copy, with its managed fields, is the larger one.
      informer.itemStore(
          new ReducedStateItemStore<>(
              ReducedStateItemStore.UID_KEY_STATE, GenericKubernetesResource.class, serialization));
      // Once it runs, it tries for ever: an outage must not end the watch.
      informer.exceptionHandler((running, problem) -> running);
      started.add(informer.start().toCompletableFuture().thenCompose(_ -> heard.firstList));
    }
    try {
      CompletableFuture.allOf(started.toArray(CompletableFuture[]::new))
          .get(ApiRequests.PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException | TimeoutException e) {
      close();
      Throwable cause = e.getCause() == null ? e : e.getCause();
      if (cause instanceof KubernetesClientException refused && refused.getCode() == 403) {
        throw new RefusedException(
            RolloutFailure.FORBIDDEN,
            "workloads cannot be watched: " + refused.getStatus().getMessage(),
            refused);
      }
      throw new UnavailableException(
          UnavailableException.Reason.CLUSTER_UNAVAILABLE,
          "workloads cannot be watched: " + cause,
          cause);
    } catch (InterruptedException e) {
      close();
      throw e;
    }
  }

  private static ResourceDefinitionContext context(String kind) {
    String plural = PLURALS.get(kind);
    if (plural == null) {
      throw new IllegalArgumentException("a " + kind + " is not watched");
    }
    return new ResourceDefinitionContext.Builder()
        .withGroup(
            switch (kind) {
              case "Pod" -> "";
              case "Job" -> "batch";
              default -> "apps";
            })
        .withVersion("v1")
        .withKind(kind)
        .withPlural(plural)
        .withNamespaced(true)
        .build();
  }

  @Override
  public WorkloadView view() {
    changes.drainPermits();
    return WorkloadView.ofParts(objects.values());
  }

  @Override
  public boolean awaitChange(Duration atMost) throws InterruptedException {
    if (!changes.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS)) {
      return false;
    }
    // Changes come in groups, and a look at them costs more than a moment's wait for the rest.
    Thread.sleep(GROUP);
    return true;
  }

  /**
   * What one informer tells. It runs, and watches, before it has told its first list: who looked
   * then would take pods that are there for pods that are not.
   */
  private final class Heard implements ResourceEventHandler<GenericKubernetesResource> {
    private final CompletableFuture<Void> firstList = new CompletableFuture<>();

    @Override
    public void onList(String resourceVersion, boolean isEmpty) {
      firstList.complete(null);
    }

    @Override
    public void onAdd(GenericKubernetesResource resource) {
      objects.put(resource.getMetadata().getUid(), WorkloadView.Part.of(object(resource)));
      changes.release();
    }

    @Override
    public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
      onAdd(after);
    }

    @Override
    public void onDelete(GenericKubernetesResource resource, boolean stateUnknown) {
      objects.remove(resource.getMetadata().getUid());
      changes.release();
    }
  }

  @SuppressWarnings("unchecked")
  private KubernetesObject object(GenericKubernetesResource resource) {
    Map<String, Object> content = new LinkedHashMap<>(resource.getAdditionalProperties());
    content.put("apiVersion", resource.getApiVersion());
    content.put("kind", resource.getKind());
    ObjectMeta own = resource.getMetadata();
    // The largest part by far, and never looked at.
    own.setManagedFields(List.of());
    Map<String, Object> metadata = serialization.convertValue(own, Map.class);
    metadata.remove("managedFields");
    content.put("metadata", metadata);
    if (resource.getKind().equals("ReplicaSet") && content.get("spec") instanceof Map<?, ?> spec) {
      Map<Object, Object> kept = new LinkedHashMap<>(spec);
      kept.remove("template"); // The Deployment's own says it.
      content.put("spec", kept);
    }
    return new KubernetesObject(content).compact();
  }

  /** Whether it would hear of a change now. */
  boolean isWatching() {
    return informers.stream().allMatch(SharedIndexInformer::isWatching);
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
  }
}
