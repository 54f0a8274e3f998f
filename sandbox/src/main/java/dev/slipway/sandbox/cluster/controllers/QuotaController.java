package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.admission.PodAdmission;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Says in a quota's status how much of it is used. */
final class QuotaController implements Controller {
  private static final Duration INTERVAL = Duration.ofSeconds(1);

  private final ClusterAccess cluster;
  private final PodAdmission admission;

  QuotaController(ClusterAccess cluster, PodAdmission admission) {
    this.cluster = cluster;
    this.admission = admission;
  }

  @Override
  public Optional<Duration> reconcile(KubeObject quota) {
    if (quota.isBeingDeleted() || !(quota.at("spec", "hard") instanceof ObjectNode hard)) {
      return Optional.empty();
    }
    ObjectNode status = Json.object();
    status.set("hard", hard.deepCopy());
    ObjectNode used = status.putObject("used");
    if (hard.has("pods")) {
      used.put("pods", Integer.toString(admission.used(quota.namespace())));
    }
    cluster.status(quota, status);
    return Optional.of(INTERVAL);
  }
}
