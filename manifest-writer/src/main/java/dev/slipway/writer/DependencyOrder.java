package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.NeededRevision;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.jspecify.annotations.Nullable;

/**
 * Environments that others depend on come first, so that a revision can name theirs, also of the
 * same commit.
 */
final class DependencyOrder {
  private DependencyOrder() {}

  /** The same environments; where there is a circle, in some order. */
  static List<Environment> of(List<Environment> environments) {
    SequencedMap<EnvironmentName, Environment> left = new LinkedHashMap<>();
    environments.forEach(environment -> left.put(environment.name(), environment));
    List<Environment> ordered = new ArrayList<>();
    while (!left.isEmpty()) {
      take(left.firstEntry().getValue(), left, ordered);
    }
    return ordered;
  }

  private static void take(
      Environment environment, Map<EnvironmentName, Environment> left, List<Environment> ordered) {
    left.remove(environment.name());
    for (EnvironmentName needed : environment.rules().dependencies()) {
      Environment first = left.get(needed);
      if (first != null) {
        take(first, left, ordered);
      }
    }
    ordered.add(environment);
  }

  /**
   * What it needs of the others on its branch.
   *
   * @return absent where it depends on none of them
   */
  static @Nullable List<NeededRevision> needs(Environment environment, Map<String, Issued> issued) {
    List<NeededRevision> needs = new ArrayList<>();
    for (EnvironmentName needed : environment.rules().dependencies()) {
      Issued last = issued.get(needed.toString());
      if (last != null) {
        needs.add(new NeededRevision(needed, last.sequence()));
      }
    }
    return needs.isEmpty() ? null : needs;
  }
}
