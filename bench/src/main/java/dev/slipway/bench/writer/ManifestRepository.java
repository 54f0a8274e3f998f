package dev.slipway.bench.writer;

import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The files of the repository that is written to: ten environments of equally many manifests, some
 * of which hold an image with a marker.
 *
 * @param files in all
 * @param marked how many of them hold an image of their own
 * @param prefix of its environments: no two repositories may declare the same
 */
public record ManifestRepository(int files, int marked, String prefix) {
  static final String FIRST_VERSION = "1.0.0";
  private static final int ENVIRONMENTS = 10;
  private static final String REGISTRY = "registry.example/bench/";

  /** The only one. */
  ManifestRepository(int files, int marked) {
    this(files, marked, "");
  }

  public ManifestRepository {
    if (marked < 1 || files < marked) {
      throw new IllegalArgumentException(
          "expected at least one update and as many files, not %d and %d".formatted(marked, files));
    }
  }

  /** The image of the n-th marked file. */
  static String image(int number) {
    return REGISTRY + name(number);
  }

  private static String name(int number) {
    return "app-%05d".formatted(number);
  }

  private String environment(int number) {
    return prefix + "env-" + number % ENVIRONMENTS;
  }

  /** How many there are. */
  public int environments() {
    return Math.min(ENVIRONMENTS, marked);
  }

  /** Every file, by its path. */
  public Map<String, String> content() {
    Map<String, String> content = new LinkedHashMap<>();
    content.put("slipway.yaml", configuration());
    for (int number = 0; number < files; number++) {
      content.put(
          "apps/%s/%s/deployment.yaml".formatted(environment(number), name(number)),
          number < marked ? deployment(number) : settings(number));
    }
    return content;
  }

  private String configuration() {
    StringBuilder yaml = new StringBuilder("version: 1\nimages:\n");
    for (int number = 0; number < marked; number++) {
      yaml.append(
          "  %s: {repository: %s, policy: {semver: '*'}}\n".formatted(name(number), image(number)));
    }
    yaml.append("environments:\n");
    for (int environment = 0; environment < environments(); environment++) {
      yaml.append(
          "  %s: {cluster: main, path: apps/%s, follow: ["
              .formatted(environment(environment), environment(environment)));
      for (int number = environment; number < marked; number += ENVIRONMENTS) {
        yaml.append(number == environment ? "" : ", ").append(name(number));
      }
      yaml.append("]}\n");
    }
    return yaml.toString();
  }

  private static String deployment(int number) {
    String name = name(number);
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: %s
      labels: {app: %s, team: bench}
    spec:
      replicas: 2
      selector:
        matchLabels: {app: %s}
      template:
        metadata:
          labels: {app: %s}
        spec:
          containers:
            - name: main
              image: %s:%s # {"$imagepolicy": "slipway:%s"}
              ports:
                - containerPort: 8080
              resources:
                requests: {cpu: 100m, memory: 128Mi}
    """
        .formatted(name, name, name, name, image(number), FIRST_VERSION, name);
  }

  private static String settings(int number) {
    return """
    apiVersion: v1
    kind: ConfigMap
    metadata:
      name: %s
      labels: {team: bench}
    data:
      number: "%d"
      text: |
        Lines that nobody changes,
        as most of a repository holds them.
    """
        .formatted(name(number), number);
  }
}
