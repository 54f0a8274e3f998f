package dev.slipway.applier.plan;

import dev.slipway.applier.object.KubernetesObject;
import dev.slipway.applier.plan.Plan.PlannedChange;
import dev.slipway.events.value.ObjectChange;
import java.util.Set;

/**
 * Whether a change leaves every pod as it is. Only what is known to be harmless counts: what an
 * operator makes of its own kinds nobody knows, and an autoscaler's new limit may stop pods.
 */
final class PodSafety {
  private static final Set<String> WITHOUT_PODS =
      Set.of(
          "v1 ConfigMap",
          "v1 Secret",
          "v1 Service",
          "v1 Endpoints",
          "v1 ServiceAccount",
          "v1 ResourceQuota",
          "v1 LimitRange",
          "discovery.k8s.io/v1 EndpointSlice",
          "networking.k8s.io/v1 Ingress",
          "networking.k8s.io/v1 IngressClass",
          "networking.k8s.io/v1 NetworkPolicy",
          "policy/v1 PodDisruptionBudget",
          "rbac.authorization.k8s.io/v1 Role",
          "rbac.authorization.k8s.io/v1 ClusterRole",
          "rbac.authorization.k8s.io/v1 RoleBinding",
          "rbac.authorization.k8s.io/v1 ClusterRoleBinding",
          "storage.k8s.io/v1 StorageClass");
  private static final Set<String> WORKLOADS =
      Set.of(
          "apps/v1 Deployment",
          "apps/v1 StatefulSet",
          "apps/v1 DaemonSet",
          "batch/v1 Job",
          "batch/v1 CronJob");

  private PodSafety() {}

  static boolean sparesPods(PlannedChange change) {
    KubernetesObject object = change.desired().object();
    return isWithoutPods(object) || (WORKLOADS.contains(kind(object)) && isOfMetadata(change));
  }

  static boolean isWithoutPods(KubernetesObject object) {
    return WITHOUT_PODS.contains(kind(object));
  }

  private static boolean isOfMetadata(PlannedChange change) {
    return change.replaces() == null
        && change.change().action() == ObjectChange.Action.CHANGED
        && change.change().fields().stream().allMatch(field -> field.startsWith("metadata."));
  }

  private static String kind(KubernetesObject object) {
    return object.apiVersion() + " " + object.kind();
  }
}
