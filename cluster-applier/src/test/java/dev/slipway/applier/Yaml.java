package dev.slipway.applier;

/** Manifests that tests commit. */
final class Yaml {
  private Yaml() {}

  static String deployment(String name, String image, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %1$s
    spec:
      replicas: %3$d
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          containers:
          - name: %1$s
            image: %2$s
    """
        .formatted(name, image, replicas);
  }

  static String statefulSet(String name, String image, int replicas) {
    return """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata:
      name: %1$s
    spec:
      replicas: %3$d
      serviceName: %1$s
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          containers:
          - name: %1$s
            image: %2$s
    """
        .formatted(name, image, replicas);
  }

  static String configMap(String name, String value) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
    data:
      key: "%s"
    """
        .formatted(name, value);
  }
}
