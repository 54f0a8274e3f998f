package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Pods by number: made from the lowest, replaced from the highest, one at a time, and only while
 * all the others serve.
 */
final class StatefulSetController implements Controller {
  private static final String COMPONENT = "statefulset-controller";

  private final ClusterAccess cluster;
  private final TemplateRevisions revisions;
  private final StatefulSetStatus statuses;

  StatefulSetController(ClusterAccess cluster) {
    this.cluster = cluster;
    this.revisions = new TemplateRevisions(cluster);
    this.statuses = new StatefulSetStatus(cluster);
  }

  @Override
  public Optional<Duration> reconcile(KubeObject set) {
    if (set.isBeingDeleted()) {
      return Optional.empty();
    }
    KubeObject update = revisions.current(set);
    String current = set.text("status", "currentRevision");
    String base = current.isEmpty() ? update.name() : current;
    NavigableMap<Integer, KubeObject> pods = pods(set);
    removeFinished(pods);
    boolean settled = fill(set, pods, base, update.name()) && shrink(set, pods);
    if (settled) {
      replaceOutdated(set, pods, update.name());
    }
    return statuses.write(set, pods(set), base, update.name());
  }

  private NavigableMap<Integer, KubeObject> pods(KubeObject set) {
    NavigableMap<Integer, KubeObject> pods = new TreeMap<>();
    for (KubeObject pod : cluster.controlled(set, "Pod")) {
      String suffix = pod.name().substring(pod.name().lastIndexOf('-') + 1);
      if (pod.name().equals(set.name() + "-" + suffix) && suffix.matches("\\d{1,6}")) {
        pods.put(Integer.valueOf(suffix), pod);
      }
    }
    return pods;
  }

  private void removeFinished(Map<Integer, KubeObject> pods) {
    pods.values().stream()
        .filter(p -> !p.isBeingDeleted() && !Pods.isActive(p))
        .forEach(cluster::delete);
  }

  private static boolean isOrdered(KubeObject set) {
    return !set.text("spec", "podManagementPolicy").equals("Parallel");
  }

  private static int wanted(KubeObject set) {
    return set.number(1, "spec", "replicas");
  }

  private boolean serves(KubeObject set, KubeObject pod) {
    int minReady = set.number(0, "spec", "minReadySeconds");
    return Pods.isActive(pod) && Pods.isAvailable(pod, minReady, cluster.now());
  }

  /** Whether every number has its pod and, in order, serves. */
  private boolean fill(
      KubeObject set, Map<Integer, KubeObject> pods, String current, String update) {
    boolean all = true;
    for (int number = 0; number < wanted(set); number++) {
      KubeObject pod = pods.get(number);
      if (pod == null) {
        create(set, number, isMadeFromCurrent(set, number) ? current : update);
        all = false;
      } else if (!serves(set, pod)) {
        all = false;
      }
      if (!all && isOrdered(set)) {
        return false;
      }
    }
    return all || !isOrdered(set);
  }

  /** Below the partition, and without a rolling update below the pods not yet replaced. */
  private static boolean isMadeFromCurrent(KubeObject set, int number) {
    JsonNode partition = set.at("spec", "updateStrategy", "rollingUpdate", "partition");
    int unchanged =
        partition.isNumber() ? partition.asInt() : set.number(0, "status", "currentReplicas");
    return number < unchanged;
  }

  private void create(KubeObject set, int number, String revision) {
    String name = set.name() + "-" + number;
    ObjectNode pod = PodTemplate.pod(revisions.template(set, revision), set);
    Json.ensure(pod, "metadata").put("name", name);
    Json.ensure(pod, "metadata", "labels")
        .put("statefulset.kubernetes.io/pod-name", name)
        .put("apps.kubernetes.io/pod-index", Integer.toString(number))
        .put(PodTemplate.REVISION_LABEL, revision);
    Json.ensure(pod, "spec")
        .put("hostname", name)
        .put("subdomain", set.text("spec", "serviceName"));
    new VolumeClaims(cluster).provide(set, name, pod);
    cluster.create("Pod", set.namespace(), pod);
    cluster
        .events()
        .normal(
            set,
            COMPONENT,
            "SuccessfulCreate",
            "create Pod %s in StatefulSet %s successful".formatted(name, set.name()));
  }

  /** Whether no pod is above the wanted number any more. */
  private boolean shrink(KubeObject set, NavigableMap<Integer, KubeObject> pods) {
    for (Map.Entry<Integer, KubeObject> last : pods.descendingMap().entrySet()) {
      if (last.getKey() < wanted(set)) {
        return true;
      }
      if (!last.getValue().isBeingDeleted()) {
        delete(set, last.getValue());
      }
      if (isOrdered(set)) {
        return false;
      }
    }
    return pods.isEmpty() || pods.lastKey() < wanted(set);
  }

  private void delete(KubeObject set, KubeObject pod) {
    cluster.delete(pod);
    cluster
        .events()
        .normal(
            set,
            COMPONENT,
            "SuccessfulDelete",
            "delete Pod %s in StatefulSet %s successful".formatted(pod.name(), set.name()));
  }

  private void replaceOutdated(
      KubeObject set, NavigableMap<Integer, KubeObject> pods, String update) {
    if (set.text("spec", "updateStrategy", "type").equals("OnDelete")) {
      return;
    }
    int partition = set.number(0, "spec", "updateStrategy", "rollingUpdate", "partition");
    for (KubeObject pod : pods.descendingMap().headMap(partition, true).values()) {
      boolean outdated = !Pods.hasLabel(pod, PodTemplate.REVISION_LABEL, update);
      if (outdated && !pod.isBeingDeleted()) {
        delete(set, pod);
        return;
      }
      if (!serves(set, pod)) {
        return;
      }
    }
  }
}
