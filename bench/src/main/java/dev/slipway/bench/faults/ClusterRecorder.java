package dev.slipway.bench.faults;

import io.fabric8.kubernetes.api.model.Container;
import io.fabric8.kubernetes.api.model.ContainerStatus;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.PodTemplateSpec;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.api.model.apps.StatefulSet;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.informers.ResourceEventHandler;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** Watches the cluster, and remembers every pod and every change of a pod template. */
final class ClusterRecorder implements AutoCloseable {
  private static final String RESTARTED_FOR = "slipway.dev/restarted-for";
  private static final List<String> HASHES =
      List.of("controller-revision-hash", "pod-template-hash");

  /**
   * A pod template that a workload had from then on.
   *
   * @param restarts why its pods were restarted, as the template says
   */
  record Template(
      String namespace, String workload, List<String> images, String restarts, Instant seen) {
    boolean isLike(Template other) {
      return images.equals(other.images) && restarts.equals(other.restarts);
    }
  }

  /**
   * A pod that there was.
   *
   * @param template its template's hash
   */
  record SeenPod(String namespace, String name, String uid, String template, String owner) {}

  private final KubernetesClient client;
  private final Map<String, List<Template>> templates = new TreeMap<>();
  private final Map<String, String> templateJson = new HashMap<>();
  private final Map<String, SeenPod> pods = new TreeMap<>();

  ClusterRecorder(Path kubeconfig) {
    client =
        new KubernetesClientBuilder()
            .withConfig(Config.fromKubeconfig(kubeconfig.toFile()))
            .build();
    var _ = client.pods().inAnyNamespace().inform(handler(this::seen));
    var _ =
        client
            .apps()
            .deployments()
            .inAnyNamespace()
            .inform(handler(d -> seen(d, d.getSpec().getTemplate())));
    var _ =
        client
            .apps()
            .statefulSets()
            .inAnyNamespace()
            .inform(handler(s -> seen(s, s.getSpec().getTemplate())));
  }

  private static <T> ResourceEventHandler<T> handler(java.util.function.Consumer<T> seen) {
    return new ResourceEventHandler<>() {
      @Override
      public void onAdd(T added) {
        seen.accept(added);
      }

      @Override
      public void onUpdate(T before, T now) {
        seen.accept(now);
      }

      @Override
      public void onDelete(T gone, boolean stateUnknown) {
        // What was is remembered.
      }
    };
  }

  private synchronized void seen(HasMetadata workload, PodTemplateSpec template) {
    String namespace = workload.getMetadata().getNamespace();
    String name = workload.getKind() + "/" + workload.getMetadata().getName();
    String json = client.getKubernetesSerialization().asJson(template);
    if (json.equals(templateJson.put(namespace + "/" + name, json))) {
      return;
    }
    Map<String, String> annotations = template.getMetadata().getAnnotations();
    templates
        .computeIfAbsent(namespace + "/" + name, _ -> new ArrayList<>())
        .add(
            new Template(
                namespace,
                name,
                template.getSpec().getContainers().stream().map(Container::getImage).toList(),
                annotations == null ? "" : annotations.getOrDefault(RESTARTED_FOR, ""),
                Instant.now()));
  }

  private synchronized void seen(Pod pod) {
    Map<String, String> labels =
        Objects.requireNonNullElse(pod.getMetadata().getLabels(), Map.of());
    String hash = HASHES.stream().map(labels::get).filter(Objects::nonNull).findFirst().orElse("");
    String owner =
        pod.getMetadata().getOwnerReferences().stream()
            .map(reference -> reference.getKind() + "/" + reference.getName())
            .findFirst()
            .orElse("");
    var _ =
        pods.putIfAbsent(
            pod.getMetadata().getUid(),
            new SeenPod(
                pod.getMetadata().getNamespace(),
                pod.getMetadata().getName(),
                pod.getMetadata().getUid(),
                hash,
                owner));
  }

  /** Each workload's templates, oldest first. */
  synchronized Map<String, List<Template>> templates() {
    Map<String, List<Template>> copy = new TreeMap<>();
    templates.forEach((workload, list) -> copy.put(workload, List.copyOf(list)));
    return copy;
  }

  synchronized List<SeenPod> pods() {
    return List.copyOf(pods.values());
  }

  /** Whether this Deployment runs the tag, and nothing else. */
  boolean runs(String namespace, String name, String tag) {
    Deployment deployment = client.apps().deployments().inNamespace(namespace).withName(name).get();
    if (deployment == null || deployment.getStatus() == null) {
      return false;
    }
    Integer wanted = deployment.getSpec().getReplicas();
    return deployment.getSpec().getTemplate().getSpec().getContainers().stream()
            .map(container -> container.getImage().replaceFirst("@.*", ""))
            .allMatch(image -> image.endsWith(":" + tag))
        && wanted.equals(deployment.getStatus().getReadyReplicas())
        && wanted.equals(deployment.getStatus().getUpdatedReplicas())
        && wanted.equals(deployment.getStatus().getReplicas());
  }

  /** Whether every pod of this StatefulSet is ready and runs the digest. */
  boolean runsDigest(String namespace, String name, String digest) {
    StatefulSet set = client.apps().statefulSets().inNamespace(namespace).withName(name).get();
    if (set == null) {
      return false;
    }
    List<Pod> running =
        client.pods().inNamespace(namespace).withLabel("app", name).list().getItems();
    return running.size() == set.getSpec().getReplicas()
        && running.stream()
            .flatMap(pod -> pod.getStatus().getContainerStatuses().stream())
            .allMatch(status -> isReadyWith(status, digest));
  }

  private static boolean isReadyWith(ContainerStatus status, String digest) {
    return Boolean.TRUE.equals(status.getReady())
        && status.getImageID() != null
        && status.getImageID().endsWith(digest);
  }

  @Override
  public void close() {
    client.close();
  }
}
