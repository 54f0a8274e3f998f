package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Rolls a Deployment out: one ReplicaSet per template, the newest grows as the others shrink. */
final class DeploymentController implements Controller {
  static final String REVISION = "deployment.kubernetes.io/revision";
  private static final String COMPONENT = "deployment-controller";

  private final ClusterAccess cluster;
  private final DeploymentStatus statuses;

  DeploymentController(ClusterAccess cluster) {
    this.cluster = cluster;
    this.statuses = new DeploymentStatus(cluster);
  }

  @Override
  public Optional<Duration> reconcile(KubeObject deployment) {
    if (deployment.isBeingDeleted()) {
      return Optional.empty();
    }
    List<KubeObject> sets = new ArrayList<>(cluster.controlled(deployment, "ReplicaSet"));
    sets.sort(Comparator.comparingInt(DeploymentController::revision));
    ObjectNode template = PodTemplate.withoutHash(deployment.tree());
    Optional<KubeObject> current =
        sets.stream()
            .filter(set -> PodTemplate.withoutHash(set.tree()).equals(template))
            .findFirst();
    List<KubeObject> old = new ArrayList<>(sets);
    current.ifPresent(old::remove);
    boolean paused = deployment.at("spec", "paused").asBoolean(false);
    if (paused) {
      current.ifPresent(set -> scale(deployment, set, wanted(deployment)));
    } else if (recreates(deployment)) {
      recreate(deployment, current, old, template);
    } else {
      roll(deployment, current, old, template);
    }
    forgetOld(deployment, old);
    return statuses.write(deployment, template);
  }

  static int revision(KubeObject object) {
    String revision = object.annotations().getOrDefault(REVISION, "0");
    return Integer.parseInt(revision);
  }

  private static int wanted(KubeObject deployment) {
    return deployment.number(1, "spec", "replicas");
  }

  private static int size(KubeObject set) {
    return set.number(0, "spec", "replicas");
  }

  private static int available(KubeObject set) {
    return set.number(0, "status", "availableReplicas");
  }

  private static boolean recreates(KubeObject deployment) {
    return deployment.text("spec", "strategy", "type").equals("Recreate");
  }

  private static RollingBudget budget(KubeObject deployment) {
    return RollingBudget.of(deployment.at("spec", "strategy", "rollingUpdate"), wanted(deployment));
  }

  private void recreate(
      KubeObject deployment, Optional<KubeObject> current, List<KubeObject> old, ObjectNode now) {
    old.forEach(set -> scale(deployment, set, 0));
    boolean gone = old.stream().allMatch(set -> cluster.ownedBy(set.uid()).isEmpty());
    if (gone) {
      KubeObject newest = newest(deployment, current, old, now, 0);
      scale(deployment, newest, wanted(deployment));
    }
  }

  private void roll(
      KubeObject deployment, Optional<KubeObject> current, List<KubeObject> old, ObjectNode now) {
    int wanted = wanted(deployment);
    RollingBudget budget = budget(deployment);
    int oldSize = old.stream().mapToInt(DeploymentController::size).sum();
    int room = Math.max(0, wanted + budget.surge() - oldSize);
    KubeObject newest = newest(deployment, current, old, now, Math.min(wanted, room));
    int size = size(newest);
    if (size > wanted) {
      scale(deployment, newest, wanted);
    } else if (size < wanted) {
      int growth = Math.max(0, wanted + budget.surge() - oldSize - size);
      scale(deployment, newest, Math.min(wanted, size + growth));
    }
    shrink(deployment, newest, old, wanted - budget.unavailable());
  }

  /** Takes away first what does not serve, then what does, as far as enough keeps serving. */
  private void shrink(
      KubeObject deployment, KubeObject newest, List<KubeObject> old, int leastAvailable) {
    KubeObject grown = cluster.find("ReplicaSet", newest.namespace(), newest.name()).orElse(newest);
    int total = size(grown) + old.stream().mapToInt(DeploymentController::size).sum();
    int spare = total - leastAvailable - Math.max(0, size(grown) - available(grown));
    List<KubeObject> left = new ArrayList<>();
    for (KubeObject set : old) {
      int idle = Math.max(0, size(set) - available(set));
      int taken = Math.max(0, Math.min(spare, idle));
      spare -= taken;
      left.add(taken > 0 ? scale(deployment, set, size(set) - taken) : set);
    }
    int serving = available(grown) + left.stream().mapToInt(DeploymentController::available).sum();
    int surplus = Math.min(spare, serving - leastAvailable);
    for (KubeObject set : left) {
      int taken = Math.max(0, Math.min(surplus, size(set)));
      surplus -= taken;
      if (taken > 0) {
        scale(deployment, set, size(set) - taken);
      }
    }
  }

  private KubeObject newest(
      KubeObject deployment,
      Optional<KubeObject> current,
      List<KubeObject> old,
      ObjectNode template,
      int replicas) {
    int revision = 1 + old.stream().mapToInt(DeploymentController::revision).max().orElse(0);
    KubeObject set =
        current
            .map(there -> renew(deployment, there, revision))
            .orElseGet(() -> create(deployment, template, revision, replicas));
    String number = Integer.toString(revision(set));
    if (!number.equals(deployment.annotations().get(REVISION))) {
      cluster.change(
          deployment,
          "status",
          tree -> Json.ensure(tree, "metadata", "annotations").put(REVISION, number));
    }
    return set;
  }

  /** A template that comes back takes the newest number. */
  private KubeObject renew(KubeObject deployment, KubeObject set, int revision) {
    if (revision(set) >= revision) {
      return set;
    }
    statuses.begin(
        deployment, "FoundNewReplicaSet", "Found new replica set \"" + set.name() + "\"");
    String number = Integer.toString(revision);
    return cluster.change(
        set, "", tree -> Json.ensure(tree, "metadata", "annotations").put(REVISION, number));
  }

  private KubeObject create(
      KubeObject deployment, ObjectNode template, int revision, int replicas) {
    String hash = PodTemplate.hash(template);
    ObjectNode set = Json.object().put("apiVersion", "apps/v1").put("kind", "ReplicaSet");
    ObjectNode metadata = set.putObject("metadata").put("name", deployment.name() + "-" + hash);
    Json.ensure(template, "metadata", "labels").put(PodTemplate.HASH_LABEL, hash);
    metadata.set("labels", Json.at(template, "metadata", "labels").deepCopy());
    metadata.putObject("annotations").put(REVISION, Integer.toString(revision));
    ClusterAccess.own(set, deployment);
    ObjectNode spec = set.putObject("spec").put("replicas", replicas);
    if (Json.has(deployment.tree(), "spec", "minReadySeconds")) {
      spec.put("minReadySeconds", deployment.number(0, "spec", "minReadySeconds"));
    }
    ObjectNode selector = (ObjectNode) deployment.at("spec", "selector").deepCopy();
    Json.ensure(selector, "matchLabels").put(PodTemplate.HASH_LABEL, hash);
    spec.set("selector", selector);
    spec.set("template", template.deepCopy());
    Json.ensure(template, "metadata", "labels").remove(PodTemplate.HASH_LABEL);
    KubeObject created = cluster.create("ReplicaSet", deployment.namespace(), set);
    statuses.begin(
        deployment, "NewReplicaSetCreated", "Created new replica set \"" + created.name() + "\"");
    if (replicas > 0) {
      announce(deployment, created, 0, replicas);
    }
    return created;
  }

  private KubeObject scale(KubeObject deployment, KubeObject set, int replicas) {
    if (size(set) == replicas) {
      return set;
    }
    announce(deployment, set, size(set), replicas);
    return cluster.scale(set, replicas);
  }

  private void announce(KubeObject deployment, KubeObject set, int from, int to) {
    String direction = to >= from ? "up" : "down";
    cluster
        .events()
        .normal(
            deployment,
            COMPONENT,
            "ScalingReplicaSet",
            "Scaled %s replica set %s from %d to %d".formatted(direction, set.name(), from, to));
  }

  private void forgetOld(KubeObject deployment, List<KubeObject> old) {
    int kept = deployment.number(10, "spec", "revisionHistoryLimit");
    old.stream()
        .filter(set -> size(set) == 0 && set.number(0, "status", "replicas") == 0)
        .sorted(Comparator.comparingInt(DeploymentController::revision))
        .limit(Math.max(0, old.size() - kept))
        .forEach(cluster::delete);
  }
}
