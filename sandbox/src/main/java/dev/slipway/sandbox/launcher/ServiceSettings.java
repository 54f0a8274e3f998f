package dev.slipway.sandbox.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * Writes each service's settings, as an operator would for real servers. JSON is YAML, so Spring
 * reads it.
 */
final class ServiceSettings {
  private static final JsonMapper JSON = JsonMapper.builder().build();

  /**
   * What the services are told.
   *
   * @param remote the Git repository that is tracked
   * @param branch its default branch
   * @param loopbackRegistries registries on this machine that the repository names: reached as they
   *     are, while the sandbox's stands in for every other
   * @param kubeconfig of the cluster that stands for every cluster that the repository names
   */
  record World(
      DataDirectory data,
      Ports ports,
      String remote,
      String branch,
      List<String> loopbackRegistries,
      Path kubeconfig,
      @Nullable String context) {}

  private final World world;

  ServiceSettings(World world) {
    this.world = world;
  }

  /** Writes the file and gives its path. */
  Path write(Copy copy, int port) {
    Map<String, Object> settings = new LinkedHashMap<>();
    settings.put("spring", Map.of("kafka", Map.of("bootstrap-servers", address("kafka"))));
    settings.put("server", Map.of("port", port, "address", "127.0.0.1"));
    Map<String, Object> slipway = new LinkedHashMap<>(own(copy));
    slipway.put("messaging", Map.of("instance-id", copy.instanceId()));
    settings.put("slipway", slipway);
    return world
        .data()
        .write("config/" + copy.name() + ".yaml", JSON.writeValueAsString(settings) + "\n");
  }

  private Map<String, Object> own(Copy copy) {
    return switch (copy.service()) {
      case REGISTRY_WATCHER -> Map.of("watcher", watcher());
      case MANIFEST_WRITER -> Map.of("writer", writer(copy));
      case QUEUE_GUARD ->
          Map.of("guard", Map.of("sqs-endpoint", "http://127.0.0.1:" + world.ports().queues()));
      case CLUSTER_APPLIER -> Map.of("applier", applier(copy));
      case NOTIFIER ->
          Map.of(
              "notifier",
              Map.of(
                  "receivers",
                  Map.of("slack", Map.of("type", "slack", "url-file", slackAddress().toString())),
                  "tokens-file",
                  tokens().toString()));
      case CONSOLE -> Map.of("console", Map.of("tokens-file", tokens().toString()));
    };
  }

  private Map<String, Object> watcher() {
    List<Map<String, Object>> registries = new ArrayList<>();
    for (String host : world.loopbackRegistries()) {
      registries.add(Map.of("host", host, "address", "http://" + host));
    }
    registries.add(Map.of("host", "*", "address", "http://" + address("registry")));
    return Map.of(
        "registries",
        registries,
        "webhook-token-file",
        world.data().secret("registry-webhook").file().toString());
  }

  private Map<String, Object> writer(Copy copy) {
    return Map.of(
        "repositories",
        List.of(
            Map.of(
                "url", world.remote(), "branch", world.branch(), "pull-requests", pullRequests())),
        "webhook-secret-file",
        world.data().secret("git-webhook").file().toString(),
        "cache-directory",
        world.data().folder(copy.name()).toString());
  }

  /** The stand-in asks for no token; the settings want one named. */
  private Map<String, Object> pullRequests() {
    String name = world.remote().replaceFirst("^.*/", "").replaceFirst("\\.git$", "");
    return Map.of(
        "api",
        "http://127.0.0.1:" + world.ports().pullRequests(),
        "repository",
        "sandbox/" + name,
        "token-file",
        world.data().secret("github-token").file().toString());
  }

  private Map<String, Object> applier(Copy copy) {
    Map<String, Object> cluster = new LinkedHashMap<>();
    cluster.put("kubeconfig", world.kubeconfig().toString());
    if (world.context() != null) {
      cluster.put("context", world.context());
    }
    return Map.of(
        "default-cluster", cluster, "cache-directory", world.data().folder(copy.name()).toString());
  }

  private Path slackAddress() {
    return world
        .data()
        .write(
            "secrets/slack-address",
            "http://127.0.0.1:" + world.ports().slack() + "/services/deployments\n");
  }

  private Path tokens() {
    String token = world.data().secret("token").value();
    return world
        .data()
        .write(
            "secrets/tokens.yaml",
            JSON.writeValueAsString(
                    List.of(Map.of("actor", user(), "role", "operate", "token", token)))
                + "\n");
  }

  private static String user() {
    String name = System.getProperty("user.name", "");
    return name.isBlank() ? "operator" : name;
  }

  private String address(String part) {
    int port = part.equals("kafka") ? world.ports().kafka() : world.ports().registry();
    return "127.0.0.1:" + port;
  }
}
