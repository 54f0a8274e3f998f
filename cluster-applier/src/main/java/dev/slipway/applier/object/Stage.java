package dev.slipway.applier.object;

/**
 * When an object is applied: what others need comes first. Within a stage order does not matter.
 */
public enum Stage {
  NAMESPACES,
  /** Established before anything else is applied. */
  DEFINITIONS,
  CONFIGURATION,
  PERMISSIONS,
  SERVICES,
  WORKLOADS,
  REST;

  public static Stage of(KubernetesObject object) {
    return isBuiltIn(object.apiVersion()) ? ofBuiltIn(object.kind()) : REST;
  }

  private static Stage ofBuiltIn(String kind) {
    return switch (kind) {
      case "Namespace" -> NAMESPACES;
      case "CustomResourceDefinition" -> DEFINITIONS;
      case "ConfigMap",
          "Secret",
          "ResourceQuota",
          "LimitRange",
          "PriorityClass",
          "StorageClass",
          "PersistentVolume",
          "PersistentVolumeClaim",
          "NetworkPolicy",
          "PodDisruptionBudget",
          "RuntimeClass" ->
          CONFIGURATION;
      case "ServiceAccount", "Role", "ClusterRole", "RoleBinding", "ClusterRoleBinding" ->
          PERMISSIONS;
      case "Service", "Endpoints", "EndpointSlice" -> SERVICES;
      case "Deployment",
          "StatefulSet",
          "DaemonSet",
          "ReplicaSet",
          "ReplicationController",
          "Pod",
          "Job",
          "CronJob" ->
          WORKLOADS;
      default -> REST;
    };
  }

  /** A group of Kubernetes' own: another's {@code Service} is not a Service. */
  private static boolean isBuiltIn(String apiVersion) {
    int slash = apiVersion.indexOf('/');
    String group = slash < 0 ? "" : apiVersion.substring(0, slash);
    return !group.contains(".") || group.endsWith(".k8s.io");
  }
}
