package dev.slipway.writer.flux;

import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;

/**
 * A Kubernetes object in a file.
 *
 * @param file where it is defined, whatever patches changed it since
 */
record ManifestObject(String file, MappingNode root) {

  ManifestObject copy() {
    return new ManifestObject(file, (MappingNode) YamlTree.copy(root));
  }

  String apiVersion() {
    return YamlTree.text(root, "apiVersion").orElse("");
  }

  String group() {
    int slash = apiVersion().indexOf('/');
    return slash < 0 ? "" : apiVersion().substring(0, slash);
  }

  String version() {
    return apiVersion().substring(apiVersion().indexOf('/') + 1);
  }

  String kind() {
    return YamlTree.text(root, "kind").orElse("");
  }

  String name() {
    return YamlTree.text(metadata(), "name").orElse("");
  }

  /** As Kubernetes has it where none is written. */
  String namespace() {
    return YamlTree.text(metadata(), "namespace").orElse("default");
  }

  String qualifiedName() {
    return namespace() + "/" + name();
  }

  Map<String, String> labels() {
    Map<String, String> labels = new TreeMap<>();
    if (YamlTree.get(metadata(), "labels") instanceof MappingNode mapping) {
      mapping
          .getValue()
          .forEach(
              field -> {
                if (field.getKeyNode() instanceof ScalarNode key
                    && field.getValueNode() instanceof ScalarNode value) {
                  labels.put(key.getValue(), value.getValue());
                }
              });
    }
    return labels;
  }

  /** The node at this path, such as {@code spec.suspend}. */
  Optional<Node> at(String path) {
    Node node = root;
    for (String key : path.split("\\.", -1)) {
      node = YamlTree.get(node, key);
      if (node == null) {
        return Optional.empty();
      }
    }
    return Optional.of(node);
  }

  Optional<String> text(String path) {
    return at(path)
        .map(node -> node instanceof ScalarNode scalar && !YamlTree.isNull(scalar) ? scalar : null)
        .map(ScalarNode::getValue);
  }

  boolean isTrue(String path) {
    return text(path).equals(Optional.of("true"));
  }

  /** File and line of the field, or of the object where it has none. */
  String place(String path) {
    return YamlTree.place(at(path).orElse(root));
  }

  /** {@code ImagePolicy flux-system/web}. */
  @Override
  public String toString() {
    return kind() + " " + qualifiedName();
  }

  private @Nullable Node metadata() {
    return YamlTree.get(root, "metadata");
  }
}
