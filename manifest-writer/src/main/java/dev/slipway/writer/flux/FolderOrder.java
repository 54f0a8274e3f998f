package dev.slipway.writer.flux;

import dev.slipway.events.value.EnvironmentName;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;

/**
 * {@code dependsOn} of Flux's {@code Kustomization}s: what an environment waits for, where that is
 * an environment, too. What is not followed is said, and so is a circle.
 */
final class FolderOrder {
  private static final String FIELD = "spec.dependsOn";

  private final Findings findings;
  private final Map<String, SyncedFolder> byIdentity = new HashMap<>();
  private final Map<EnvironmentName, List<EnvironmentName>> needed = new LinkedHashMap<>();

  FolderOrder(List<SyncedFolder> folders, Findings findings) {
    this.findings = findings;
    folders.forEach(folder -> byIdentity.put(folder.placed().identity(), folder));
    folders.forEach(folder -> needed.put(folder.name(), read(folder)));
    List<SyncedFolder> circle =
        folders.stream()
            .filter(folder -> reaches(folder.name(), folder.name(), new LinkedHashSet<>()))
            .toList();
    for (SyncedFolder folder : circle) {
      findings.limit(
          folder.placed().object(),
          FIELD,
          "'dependsOn' is not followed: it depends on itself, so that it could never be applied");
      needed.put(folder.name(), List.of());
    }
  }

  /** What must run before the folder is applied. */
  List<EnvironmentName> of(SyncedFolder folder) {
    return needed.getOrDefault(folder.name(), List.of());
  }

  private List<EnvironmentName> read(SyncedFolder folder) {
    List<EnvironmentName> names = new ArrayList<>();
    if (folder.placed().object().at(FIELD).orElse(null) instanceof SequenceNode list) {
      for (Node one : list.getValue()) {
        String name = text(one, "name", "");
        String namespace = text(one, "namespace", folder.placed().object().namespace());
        if (!text(one, "readyExpr", "").isEmpty()) {
          say(folder, name, "its readyExpr is not evaluated: it runs once its rollout succeeded");
        }
        SyncedFolder other =
            byIdentity.get(folder.placed().cluster() + " Kustomization " + namespace + "/" + name);
        if (other == null) {
          say(folder, name, "it is no environment here, so nothing is waited for");
        } else if (other.heldBecause() != null) {
          say(folder, name, "nothing of that one is applied, so nothing is waited for");
        } else if (!names.contains(other.name())) {
          names.add(other.name());
        }
      }
    }
    return names;
  }

  private static String text(Node node, String field, String otherwise) {
    return YamlTree.get(node, field) instanceof ScalarNode scalar && !YamlTree.isNull(scalar)
        ? scalar.getValue()
        : otherwise;
  }

  private void say(SyncedFolder folder, String name, String why) {
    findings.limit(
        folder.placed().object(), FIELD, "'dependsOn' " + name + " is not followed: " + why);
  }

  private boolean reaches(EnvironmentName from, EnvironmentName to, Set<EnvironmentName> seen) {
    for (EnvironmentName next : needed.getOrDefault(from, List.of())) {
      if (next.equals(to) || (seen.add(next) && reaches(next, to, seen))) {
        return true;
      }
    }
    return false;
  }
}
