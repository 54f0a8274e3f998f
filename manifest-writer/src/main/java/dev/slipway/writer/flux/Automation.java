package dev.slipway.writer.flux;

import dev.slipway.events.value.GitBranch;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * An {@code ImageUpdateAutomation}: which policies' markers it edits, and where.
 *
 * @param path only files below it are edited
 * @param branch that it reads and writes
 * @param authorName of its commits; absent: Slipway's own
 * @param template of its commits' message; absent: Slipway's own
 * @param suspendedBecause why it edits nothing; absent: it does
 * @param isProposed whether people merge what it edits
 */
record Automation(
    Placed placed,
    String path,
    GitBranch branch,
    @Nullable String authorName,
    @Nullable String authorEmail,
    @Nullable String template,
    Map<String, String> templateValues,
    @Nullable String suspendedBecause,
    boolean isProposed) {

  /** Whether it edits this policy's markers: those of its own namespace that it selects. */
  boolean selects(ImageObjects.Policy policy) {
    Placed other = policy.placed();
    return other.cluster().equals(placed.cluster())
        && other.object().namespace().equals(placed.object().namespace())
        && selects(other.object().labels());
  }

  private boolean selects(Map<String, String> labels) {
    Optional<Node> selector = placed.object().at("spec.policySelector");
    if (selector.isEmpty()) {
      return true;
    }
    if (YamlTree.get(selector.get(), "matchLabels") instanceof MappingNode wanted) {
      for (var field : wanted.getValue()) {
        if (field.getKeyNode() instanceof ScalarNode key
            && field.getValueNode() instanceof ScalarNode value
            && !value.getValue().equals(labels.get(key.getValue()))) {
          return false;
        }
      }
    }
    if (YamlTree.get(selector.get(), "matchExpressions") instanceof SequenceNode expressions) {
      return expressions.getValue().stream().allMatch(each -> holds(each, labels));
    }
    return true;
  }

  private static boolean holds(Node expression, Map<String, String> labels) {
    String key = YamlTree.text(expression, "key").orElse("");
    String value = labels.get(key);
    List<String> values = new ArrayList<>();
    if (YamlTree.get(expression, "values") instanceof SequenceNode list) {
      list.getValue().stream()
          .filter(ScalarNode.class::isInstance)
          .forEach(item -> values.add(((ScalarNode) item).getValue()));
    }
    return switch (YamlTree.text(expression, "operator").orElse("")) {
      case "In" -> value != null && values.contains(value);
      case "NotIn" -> value == null || !values.contains(value);
      case "Exists" -> value != null;
      case "DoesNotExist" -> value == null;
      default -> false;
    };
  }
}
