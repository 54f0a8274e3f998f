package dev.slipway.sandbox.cluster;

/** The objects that the contract is held against, as people write them. */
final class Manifests {
  private Manifests() {}

  static String deployment(String name, String image, int replicas) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %1$s
      labels: {app: %1$s}
    spec:
      replicas: %3$d
      progressDeadlineSeconds: 2
      selector:
        matchLabels: {app: %1$s}
      template:
        metadata:
          labels: {app: %1$s}
        spec:
          containers:
          - name: main
            image: %2$s
            ports:
            - containerPort: 8080
            env:
            - name: MODE
              value: production
    """
        .formatted(name, image, replicas);
  }

  static String statefulSet(String name, String image, String strategy) {
    return """
    apiVersion: apps/v1
    kind: StatefulSet
    metadata:
      name: %1$s
    spec:
      serviceName: %1$s
      replicas: 3
      updateStrategy: {type: %3$s}
      selector:
        matchLabels: {app: %1$s}
      template:
        metadata:
          labels: {app: %1$s}
        spec:
          containers:
          - name: main
            image: %2$s
    """
        .formatted(name, image, strategy);
  }

  static String daemonSet(String name, String image) {
    return """
    apiVersion: apps/v1
    kind: DaemonSet
    metadata:
      name: %1$s
    spec:
      selector:
        matchLabels: {app: %1$s}
      template:
        metadata:
          labels: {app: %1$s}
        spec:
          containers:
          - name: main
            image: %2$s
    """
        .formatted(name, image);
  }

  static String job(String name, String image) {
    return """
    apiVersion: batch/v1
    kind: Job
    metadata:
      name: %s
    spec:
      backoffLimit: 0
      template:
        spec:
          restartPolicy: Never
          containers:
          - name: main
            image: %s
    """
        .formatted(name, image);
  }

  /**
   * @param data lines of {@code key: value}
   */
  static String configMap(String name, String... data) {
    StringBuilder yaml = new StringBuilder("apiVersion: v1\nkind: ConfigMap\nmetadata:\n");
    yaml.append("  name: ").append(name).append("\ndata:");
    yaml.append(data.length == 0 ? " {}\n" : "\n");
    for (String line : data) {
      yaml.append("  ").append(line).append('\n');
    }
    return yaml.toString();
  }

  static String widgets(String group) {
    return """
    apiVersion: apiextensions.k8s.io/v1
    kind: CustomResourceDefinition
    metadata:
      name: widgets.%1$s
    spec:
      group: %1$s
      scope: Namespaced
      names: {plural: widgets, kind: Widget}
      versions:
      - name: v1
        served: true
        storage: true
        subresources: {status: {}}
        schema:
          openAPIV3Schema:
            type: object
            properties:
              spec:
                type: object
                properties:
                  size: {type: integer, default: 3}
                  names: {type: array, items: {type: string}}
              status:
                type: object
                x-kubernetes-preserve-unknown-fields: true
    """
        .formatted(group);
  }

  static String widget(String group, String spec) {
    return """
    apiVersion: %s/v1
    kind: Widget
    metadata: {name: w}
    spec: {%s}
    """
        .formatted(group, spec);
  }
}
