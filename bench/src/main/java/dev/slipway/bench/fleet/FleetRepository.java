package dev.slipway.bench.fleet;

import dev.slipway.bench.running.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.eclipse.jgit.api.Git;
import org.eclipse.jgit.api.errors.GitAPIException;

/**
 * A repository of many applications, in folders of twenty, each folder an environment; and other
 * files, which no push changes.
 *
 * @param applications each with a Deployment without pods, ServiceAccount, Service and Ingress
 * @param files in all, as far as the applications leave room for others
 * @param registry that their images lie in
 */
public record FleetRepository(int applications, int files, String registry) {
  private static final int IN_A_FOLDER = 20;
  private static final int OTHERS_IN_A_FOLDER = 100;
  private static final String FIRST_TAG = "20200101-000000-0000000";

  public FleetRepository {
    if (applications < 1 || files < 0) {
      throw new BenchException("--apps must be 1 or more, --files 0 or more");
    }
  }

  /** The repository path of an application's image. */
  public static String image(int application) {
    return "r%04d".formatted(application);
  }

  int folders() {
    return (applications + IN_A_FOLDER - 1) / IN_A_FOLDER;
  }

  /** Writes it, as one commit. */
  void write(Path directory) {
    try {
      int written = 1;
      write(directory.resolve("slipway.yaml"), configuration());
      for (int folder = 0; folder < folders(); folder++) {
        write(
            directory.resolve("apps/%s/namespace.yaml".formatted(team(folder))),
            "apiVersion: v1\nkind: Namespace\nmetadata: {name: %s}\n".formatted(team(folder)));
        written++;
      }
      for (int i = 0; i < applications; i++) {
        write(
            directory.resolve("apps/%s/app-%04d.yaml".formatted(team(i / IN_A_FOLDER), i)),
            application(i));
        written++;
      }
      for (int i = 0; written < files; i++, written++) {
        write(
            directory.resolve("infra/%02d/file-%04d.yaml".formatted(i / OTHERS_IN_A_FOLDER, i)),
            other(i));
      }
      commit(directory);
    } catch (IOException | GitAPIException e) {
      throw new BenchException("cannot write the fleet to " + directory + ": " + e, e);
    }
  }

  private static void write(Path file, String content) throws IOException {
    Files.createDirectories(file.getParent());
    Files.writeString(file, content);
  }

  private static void commit(Path directory) throws GitAPIException {
    try (Git git = Git.init().setDirectory(directory.toFile()).setInitialBranch("main").call()) {
      git.add().addFilepattern(".").call();
      git.commit()
          .setMessage("A fleet")
          .setAuthor("bench", "bench@example.org")
          .setCommitter("bench", "bench@example.org")
          .setSign(false)
          .call();
    }
  }

  private static String team(int folder) {
    return "team-%02d".formatted(folder);
  }

  private String configuration() {
    String policy =
        "{timestamp: {pattern: '^(?<ts>[0-9]{8}-[0-9]{6})-[0-9a-f]{7}$', format: yyyyMMdd-HHmmss}}";
    StringBuilder yaml = new StringBuilder("version: 1\nimages:\n");
    for (int i = 0; i < applications; i++) {
      yaml.append(
          "  %s: {repository: %s/%s, policy: %s}\n"
              .formatted(image(i), registry, image(i), policy));
    }
    yaml.append("environments:\n");
    for (int folder = 0; folder < folders(); folder++) {
      String follow =
          IntStream.range(folder * IN_A_FOLDER, Math.min((folder + 1) * IN_A_FOLDER, applications))
              .mapToObj(FleetRepository::image)
              .collect(Collectors.joining(", "));
      yaml.append(
          "  %1$s: {cluster: default, path: apps/%1$s, namespace: %1$s, create: true, follow: [%2$s]}\n"
              .formatted(team(folder), follow));
    }
    return yaml.toString();
  }

  private String application(int i) {
    return """
    apiVersion: apps/v1
    kind: Deployment
    metadata:
      name: app-%1$04d
      namespace: %2$s
      labels: {app: app-%1$04d}
    spec:
      replicas: 0
      selector:
        matchLabels: {app: app-%1$04d}
      template:
        metadata:
          labels: {app: app-%1$04d}
        spec:
          serviceAccountName: app-%1$04d
          containers:
            - name: main
              image: %3$s/%4$s:%5$s # {"$imagepolicy": "flux-system:%4$s"}
              ports:
                - {containerPort: 8080}
    ---
    apiVersion: v1
    kind: ServiceAccount
    metadata: {name: app-%1$04d, namespace: %2$s}
    ---
    apiVersion: v1
    kind: Service
    metadata: {name: app-%1$04d, namespace: %2$s}
    spec:
      selector: {app: app-%1$04d}
      ports:
        - {name: http, port: 80, targetPort: 8080, protocol: TCP}
    ---
    apiVersion: networking.k8s.io/v1
    kind: Ingress
    metadata: {name: app-%1$04d, namespace: %2$s}
    spec:
      rules:
        - host: app-%1$04d.example.org
          http:
            paths:
              - path: /
                pathType: Prefix
                backend: {service: {name: app-%1$04d, port: {number: 80}}}
    """
        .formatted(i, team(i / IN_A_FOLDER), registry, image(i), FIRST_TAG);
  }

  private static String other(int i) {
    StringBuilder yaml =
        new StringBuilder(
            "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: c-%d}\ndata:\n".formatted(i));
    for (int key = 0; key < 40; key++) {
      yaml.append(
          "  key-%d: value %d of a file that is not an application\n".formatted(key, i * key));
    }
    return yaml.toString();
  }
}
