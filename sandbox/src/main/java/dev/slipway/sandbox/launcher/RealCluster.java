package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The cluster that a kubeconfig's current context names. */
record RealCluster(Path kubeconfig, String context, String server) {

  /**
   * Reads the kubeconfig.
   *
   * @throws SandboxException where it names no current context
   */
  static RealCluster of(Path file) {
    try {
      Object root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      if (root instanceof Map<?, ?> config
          && config.get("current-context") instanceof String context) {
        return new RealCluster(file.toAbsolutePath(), context, server(config, context));
      }
    } catch (IOException | YamlEngineException e) {
      throw new SandboxException("--kubeconfig " + file + " cannot be read", e);
    }
    throw new SandboxException(
        "--kubeconfig "
            + file
            + " names no current-context; set one with kubectl config use-context");
  }

  private static String server(Map<?, ?> config, String context) {
    Object cluster = inside(named(config, "contexts", context), "context", "cluster");
    return String.valueOf(
        inside(named(config, "clusters", String.valueOf(cluster)), "cluster", "server"));
  }

  private static Map<?, ?> named(Map<?, ?> config, String list, String name) {
    return config.get(list) instanceof List<?> items
        ? items.stream()
            .filter(Map.class::isInstance)
            .<Map<?, ?>>map(item -> (Map<?, ?>) item)
            .filter(item -> name.equals(item.get("name")))
            .findFirst()
            .orElse(Map.of())
        : Map.of();
  }

  private static Object inside(Map<?, ?> item, String outer, String inner) {
    Object value = item.get(outer) instanceof Map<?, ?> map ? map.get(inner) : null;
    return value == null ? "(unknown)" : value;
  }
}
