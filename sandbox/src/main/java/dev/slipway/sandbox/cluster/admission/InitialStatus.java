package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.objects.ResourceKind.Feature;
import tools.jackson.databind.node.ObjectNode;

/** The status with which an object is born, before any controller has seen it. */
final class InitialStatus {
  private InitialStatus() {}

  static void set(ResourceKind kind, ObjectNode object) {
    if (!kind.has(Feature.STATUS) || kind.has(Feature.CUSTOM)) {
      return;
    }
    ObjectNode status = object.putObject("status");
    switch (kind.kind()) {
      case "Pod" -> status.put("phase", "Pending").put("qosClass", "BestEffort");
      case "Namespace" -> status.put("phase", "Active");
      case "PersistentVolumeClaim" -> status.put("phase", "Pending");
      case "Service", "Ingress" -> status.set("loadBalancer", Json.object());
      case "ReplicaSet" -> status.put("replicas", 0);
      case "StatefulSet" -> status.put("replicas", 0).put("availableReplicas", 0);
      case "DaemonSet" ->
          status
              .put("currentNumberScheduled", 0)
              .put("numberMisscheduled", 0)
              .put("desiredNumberScheduled", 0)
              .put("numberReady", 0);
      default -> {}
    }
  }
}
