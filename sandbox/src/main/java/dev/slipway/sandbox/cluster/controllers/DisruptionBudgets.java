package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Duration;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Acknowledges disruption budgets, so that whoever waits for them goes on; it keeps none. */
final class DisruptionBudgets implements Controller {
  private final ClusterAccess cluster;

  DisruptionBudgets(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  @Override
  public Optional<Duration> reconcile(KubeObject budget) {
    if (!budget.isBeingDeleted()) {
      ObjectNode status =
          Json.object()
              .put("observedGeneration", budget.generation())
              .put("disruptionsAllowed", 0)
              .put("currentHealthy", 0)
              .put("desiredHealthy", 0)
              .put("expectedPods", 0);
      Conditions.set(
          status,
          "DisruptionAllowed",
          false,
          "InsufficientPods",
          "the simulated cluster evicts nothing",
          budget.text("metadata", "creationTimestamp"));
      cluster.status(budget, status);
    }
    return Optional.empty();
  }
}
