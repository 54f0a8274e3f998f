package dev.slipway.sandbox.cluster.controllers;

import static dev.slipway.sandbox.cluster.controllers.ReplicaSetController.putUnlessZero;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** One pod on the one node, if the node fits. */
final class DaemonSetController implements Controller {
  private static final String COMPONENT = "daemonset-controller";

  private final ClusterAccess cluster;
  private final TemplateRevisions revisions;

  DaemonSetController(ClusterAccess cluster) {
    this.cluster = cluster;
    this.revisions = new TemplateRevisions(cluster);
  }

  @Override
  public Optional<Duration> reconcile(KubeObject set) {
    if (set.isBeingDeleted()) {
      return Optional.empty();
    }
    KubeObject revision = revisions.current(set);
    String hash = revision.labels().getOrDefault(PodTemplate.REVISION_LABEL, "");
    List<KubeObject> pods = cluster.controlled(set, "Pod");
    pods.stream().filter(p -> !p.isBeingDeleted() && !Pods.isActive(p)).forEach(cluster::delete);
    int wanted = fits(set) ? 1 : 0;
    if (pods.size() < wanted) {
      create(set, hash);
    } else {
      boolean rolls = !set.text("spec", "updateStrategy", "type").equals("OnDelete");
      pods.stream()
          .filter(Pods::isActive)
          .filter(p -> wanted == 0 || (rolls && isOutdated(p, hash)))
          .forEach(p -> delete(set, p));
    }
    return writeStatus(set, hash, wanted);
  }

  private boolean fits(KubeObject set) {
    Map<String, String> selector = Json.strings(set.at("spec", "template", "spec", "nodeSelector"));
    return cluster
        .find("Node", "", Scheduling.NODE)
        .filter(node -> node.labels().entrySet().containsAll(selector.entrySet()))
        .isPresent();
  }

  private static boolean isOutdated(KubeObject pod, String hash) {
    return !Pods.hasLabel(pod, PodTemplate.REVISION_LABEL, hash);
  }

  private void create(KubeObject set, String hash) {
    ObjectNode pod = PodTemplate.pod(PodTemplate.of(set.tree()), set);
    Json.ensure(pod, "metadata").put("generateName", set.name() + "-");
    Json.ensure(pod, "metadata", "labels").put(PodTemplate.REVISION_LABEL, hash);
    KubeObject created = cluster.create("Pod", set.namespace(), pod);
    cluster.events().normal(set, COMPONENT, "SuccessfulCreate", "Created pod: " + created.name());
  }

  private void delete(KubeObject set, KubeObject pod) {
    cluster.delete(pod);
    cluster.events().normal(set, COMPONENT, "SuccessfulDelete", "Deleted pod: " + pod.name());
  }

  private Optional<Duration> writeStatus(KubeObject set, String hash, int wanted) {
    List<KubeObject> pods = cluster.controlled(set, "Pod").stream().filter(Pods::isActive).toList();
    int minReady = set.number(0, "spec", "minReadySeconds");
    int available =
        (int) pods.stream().filter(p -> Pods.isAvailable(p, minReady, cluster.now())).count();
    ObjectNode status = Json.object().put("observedGeneration", set.generation());
    status.put("currentNumberScheduled", Math.min(pods.size(), wanted));
    status.put("desiredNumberScheduled", wanted).put("numberMisscheduled", 0);
    status.put("numberReady", (int) pods.stream().filter(Pods::isReady).count());
    putUnlessZero(
        status, "updatedNumberScheduled", pods.stream().filter(p -> !isOutdated(p, hash)).count());
    putUnlessZero(status, "numberAvailable", available);
    putUnlessZero(status, "numberUnavailable", Math.max(0, wanted - available));
    cluster.status(set, status);
    return pods.stream()
        .flatMap(p -> Pods.untilAvailable(p, minReady, cluster.now()).stream())
        .filter(Duration::isPositive)
        .min(Duration::compareTo);
  }
}
