package dev.slipway.bench.timeline;

import dev.slipway.events.value.ImageReference;
import io.fabric8.kubernetes.api.model.GenericKubernetesResource;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.dsl.base.ResourceDefinitionContext;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import io.fabric8.kubernetes.client.informers.SharedIndexInformer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Notes which images the workloads of a cluster are told to run, as its API server says. */
final class ClusterTail implements ResourceEventHandler<GenericKubernetesResource>, AutoCloseable {
  private static final Map<String, String> KINDS =
      Map.of("Deployment", "deployments", "StatefulSet", "statefulsets", "DaemonSet", "daemonsets");

  private final KubernetesClient client;
  private final Timeline timeline;
  private final List<SharedIndexInformer<GenericKubernetesResource>> informers = new ArrayList<>();

  private ClusterTail(KubernetesClient client, Timeline timeline) {
    this.client = client;
    this.timeline = timeline;
  }

  /** Watches from now on; the cluster is reachable when it returns. */
  static ClusterTail open(Path kubeconfig, Timeline timeline) {
    KubernetesClient client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    ClusterTail tail = new ClusterTail(client, timeline);
    KINDS.forEach(
        (kind, plural) ->
            tail.informers.add(
                client
                    .genericKubernetesResources(
                        new ResourceDefinitionContext.Builder()
                            .withGroup("apps")
                            .withVersion("v1")
                            .withKind(kind)
                            .withPlural(plural)
                            .withNamespaced(true)
                            .build())
                    .inAnyNamespace()
                    .inform(tail)));
    return tail;
  }

  /** How many workloads there are. */
  int workloads() {
    return informers.stream().mapToInt(informer -> informer.getStore().list().size()).sum();
  }

  @Override
  public void onAdd(GenericKubernetesResource workload) {
    long now = System.nanoTime();
    if (workload.get("spec", "template", "spec", "containers") instanceof List<?> containers) {
      for (Object container : containers) {
        if (container instanceof Map<?, ?> map && map.get("image") instanceof String image) {
          ImageReference.tryParse(image)
              .flatMap(PushedImage::of)
              .ifPresent(pushed -> timeline.seen(pushed, Stage.APPLIED, now));
        }
      }
    }
  }

  @Override
  public void onUpdate(GenericKubernetesResource before, GenericKubernetesResource after) {
    onAdd(after);
  }

  @Override
  public void onDelete(GenericKubernetesResource workload, boolean stateUnknown) {
    // A workload that is gone runs nothing.
  }

  @Override
  public void close() {
    informers.forEach(SharedIndexInformer::close);
    client.close();
  }
}
