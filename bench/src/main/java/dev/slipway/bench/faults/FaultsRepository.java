package dev.slipway.bench.faults;

import dev.slipway.bench.running.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * The repository that is put to the test: applications that are promoted from environment to
 * environment, production behind a queue, and a StatefulSet that follows a moving tag.
 */
final class FaultsRepository {
  static final String REGISTRY = "registry.bench";
  static final String FIRST_TAG = "20200101-000000-0000000";
  static final String MOVING_TAG = "latest";
  static final String MOVING = "pets";
  static final String QUEUE = "training-jobs";
  static final List<String> REGIONS = List.of("us-west-2", "us-east-2");
  static final List<String> APPLICATIONS = List.of("app1", "app2", "app3");
  static final String PRODUCTION = "production";

  /** In the order of promotion. */
  static final List<String> ENVIRONMENTS = List.of("dev", "staging", PRODUCTION);

  private FaultsRepository() {}

  /** Makes it in that folder. */
  static Path write(Path folder) {
    try (Git git = Git.init().setInitialBranch("main").setDirectory(folder.toFile()).call()) {
      put(folder, "slipway.yaml", configuration());
      for (String environment : ENVIRONMENTS) {
        for (String application : APPLICATIONS) {
          put(
              folder,
              "apps/" + environment + "/" + application + ".yaml",
              deployment(environment, application));
        }
      }
      put(folder, "apps/" + MOVING + "/" + MOVING + ".yaml", statefulSet());
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("Begin")
          .setAuthor("Bench", "bench@slipway.dev")
          .setCommitter("Bench", "bench@slipway.dev")
          .setSign(false)
          .call();
      return folder;
    } catch (IOException | GitAPIException e) {
      throw new BenchException("cannot make the repository in " + folder, e);
    }
  }

  static String pathOf(String application) {
    return "fleet/" + application;
  }

  private static void put(Path folder, String name, String content) throws IOException {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static String configuration() {
    String images =
        APPLICATIONS.stream()
            .map(
                name ->
                    """
                      %s:
                        repository: %s/%s
                        policy:
                          timestamp: {pattern: '^(?<ts>\\d{8}-\\d{6})-[0-9a-f]{7}$', format: yyyyMMdd-HHmmss}
                    """
                        .formatted(name, REGISTRY, pathOf(name)))
            .collect(Collectors.joining());
    return """
    version: 1
    images:
    %s  %s:
        repository: %s/%s
        policy: {digest: %s}
    environments:
      dev: {cluster: local, namespace: dev, path: apps/dev, follow: [%s], create: true}
      staging:
        cluster: local
        namespace: staging
        path: apps/staging
        promote: {from: dev, automatically: true}
        create: true
      production:
        cluster: local
        namespace: production
        path: apps/production
        promote: {from: staging, automatically: true}
        guard:
          queues:
            - {name: %s, regions: [%s]}
          emptyFor: 2s
        create: true
      %s: {cluster: local, namespace: %s, path: apps/%s, follow: [%s], create: true}
    subscriptions:
      - receiver: slack
        environments: [production]
        events: [revision-held, rollout-succeeded, rollout-failed]
    """
        .formatted(
            images,
            MOVING,
            REGISTRY,
            pathOf(MOVING),
            MOVING_TAG,
            String.join(", ", APPLICATIONS),
            QUEUE,
            String.join(", ", REGIONS),
            MOVING,
            MOVING,
            MOVING,
            MOVING);
  }

  private static String deployment(String namespace, String name) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata: {name: %2$s, namespace: %1$s}
    spec:
      replicas: 2
      selector: {matchLabels: {app: %2$s}}
      template:
        metadata: {labels: {app: %2$s}}
        spec:
          containers:
            - name: main
              image: %3$s/%4$s:%5$s # {"$imagepolicy": "slipway:%2$s"}
    """
        .formatted(namespace, name, REGISTRY, pathOf(name), FIRST_TAG);
  }

  private static String statefulSet() {
    return """
    apiVersion: v1
    kind: Service
    metadata: {name: %1$s, namespace: %1$s}
    spec: {clusterIP: None, selector: {app: %1$s}, ports: [{port: 80}]}
    ---
    apiVersion: apps/v1
    kind: StatefulSet
    metadata: {name: %1$s, namespace: %1$s}
    spec:
      serviceName: %1$s
      replicas: 2
      selector: {matchLabels: {app: %1$s}}
      template:
        metadata: {labels: {app: %1$s}}
        spec:
          containers:
            - name: main
              image: %2$s/%3$s:%4$s
              imagePullPolicy: Always
    """
        .formatted(MOVING, REGISTRY, pathOf(MOVING), MOVING_TAG);
  }
}
