package dev.slipway.sandbox.launcher;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * What a {@code slipway.yaml} names that the sandbox must stand in for. A file that cannot be read
 * names nothing: the writer says what is wrong with it.
 */
final class NamedThings {
  /** A queue that a guard asks. */
  record Queue(String region, String name) {}

  private final Object root;

  private NamedThings(Object root) {
    this.root = root;
  }

  static NamedThings in(String configuration) {
    try {
      Object root = new Load(LoadSettings.builder().build()).loadFromString(configuration);
      return new NamedThings(root == null ? Map.of() : root);
    } catch (YamlEngineException e) {
      return new NamedThings(Map.of());
    }
  }

  /** Every queue of every guard, in each of its regions. */
  List<Queue> queues() {
    List<Queue> queues = new ArrayList<>();
    for (Object environment : values(field(root, "environments"))) {
      for (Object queue : items(field(field(environment, "guard"), "queues"))) {
        for (Object region : items(field(queue, "regions"))) {
          queues.add(new Queue(region.toString(), String.valueOf(field(queue, "name"))));
        }
      }
    }
    return queues;
  }

  /** Registries on this machine that images are named by, as {@code 127.0.0.1:5001}. */
  List<String> loopbackRegistries() {
    TreeSet<String> hosts = new TreeSet<>();
    for (Object image : values(field(root, "images"))) {
      String repository = String.valueOf(field(image, "repository"));
      int slash = repository.indexOf('/');
      String host = slash < 0 ? "" : repository.substring(0, slash);
      if (host.startsWith("127.0.0.1:") || host.startsWith("localhost:")) {
        hosts.add(host);
      }
    }
    return List.copyOf(hosts);
  }

  private static @Nullable Object field(@Nullable Object node, String name) {
    return node instanceof Map<?, ?> map ? map.get(name) : null;
  }

  private static List<Object> values(@Nullable Object node) {
    return node instanceof Map<?, ?> map ? new ArrayList<>(map.values()) : List.of();
  }

  private static List<Object> items(@Nullable Object node) {
    return node instanceof List<?> list ? new ArrayList<>(list) : List.of();
  }
}
