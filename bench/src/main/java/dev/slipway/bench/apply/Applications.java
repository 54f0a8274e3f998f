package dev.slipway.bench.apply;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Equal applications, each in a file of its own: a Deployment of no pods, a ServiceAccount, a
 * Service and an Ingress.
 */
record Applications(int count) {
  static final int OBJECTS_EACH = 4;
  static final String FOLDER = "apps";
  private static final String SETTINGS = FOLDER + "/environment.yaml";

  Applications {
    if (count < 1) {
      throw new IllegalArgumentException("expected at least one application, not " + count);
    }
  }

  /** What an environment holds that was just set up. */
  static Map<String, String> begin() {
    return Map.of(
        SETTINGS,
        """
        apiVersion: v1
        kind: ConfigMap
        metadata: {name: environment}
        data: {name: bench}
        """);
  }

  /** Every file, by its path. */
  Map<String, String> all() {
    Map<String, String> files = new LinkedHashMap<>(begin());
    for (int number = 0; number < count; number++) {
      files.putAll(one(number, "1.0.0"));
    }
    return files;
  }

  /** The file of one application. */
  static Map<String, String> one(int number, String version) {
    String name = "app-%05d".formatted(number);
    return Map.of(
        "%s/%s/app.yaml".formatted(FOLDER, name),
        """
        apiVersion: apps/v1
        kind: Deployment
        metadata:
          name: NAME
          labels: {app: NAME}
        spec:
          replicas: 0
          selector: {matchLabels: {app: NAME}}
          template:
            metadata: {labels: {app: NAME}}
            spec:
              serviceAccountName: NAME
              containers:
                - name: main
                  image: registry.example/bench/NAME:VERSION
                  ports: [{containerPort: 8080}]
                  resources: {requests: {cpu: 100m, memory: 128Mi}}
        ---
        apiVersion: v1
        kind: ServiceAccount
        metadata: {name: NAME}
        ---
        apiVersion: v1
        kind: Service
        metadata: {name: NAME}
        spec:
          selector: {app: NAME}
          ports: [{port: 80, targetPort: 8080}]
        ---
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: NAME}
        spec:
          rules:
            - host: NAME.example
              http:
                paths:
                  - path: /
                    pathType: Prefix
                    backend: {service: {name: NAME, port: {number: 80}}}
        """
            .replace("NAME", name)
            .replace("VERSION", version));
  }
}
