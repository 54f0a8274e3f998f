package dev.slipway.writer.configuration;

import dev.slipway.events.Environment;
import dev.slipway.events.value.EnvironmentName;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** What speaks against the order in which environments wait for each other. */
final class Dependencies {
  private final Map<EnvironmentName, List<EnvironmentName>> of = new LinkedHashMap<>();
  private final Set<EnvironmentName> known;

  /**
   * The dependencies of these environments.
   *
   * @param known every environment that may be named
   */
  Dependencies(List<Environment> environments, Set<EnvironmentName> known) {
    environments.forEach(one -> of.put(one.name(), one.rules().dependencies()));
    this.known = known;
  }

  /** One message for each name that nobody declares, and for each circle. */
  List<String> problems() {
    List<String> problems = new ArrayList<>();
    of.forEach(
        (name, needed) ->
            needed.stream()
                .filter(other -> !known.contains(other))
                .forEach(
                    other ->
                        problems.add(
                            "%s depends on '%s', which is not declared here"
                                .formatted(name, other))));
    for (EnvironmentName name : of.keySet()) {
      List<EnvironmentName> circle = circle(new ArrayList<>(List.of(name)));
      // Told once, by the first of its names.
      if (!circle.isEmpty() && circle.stream().noneMatch(other -> other.compareTo(name) < 0)) {
        problems.add(
            circle.stream().map(Object::toString).collect(Collectors.joining(" depends on "))
                + " depends on "
                + name
                + ": none of them could ever be applied");
      }
    }
    return problems;
  }

  /** The way from the first of the path back to it; empty where there is none. */
  private List<EnvironmentName> circle(List<EnvironmentName> path) {
    for (EnvironmentName next : of.getOrDefault(path.getLast(), List.of())) {
      if (next.equals(path.getFirst())) {
        return List.copyOf(path);
      }
      if (!path.contains(next)) {
        path.addLast(next);
        List<EnvironmentName> circle = circle(path);
        if (!circle.isEmpty()) {
          return circle;
        }
        path.removeLast();
      }
    }
    return List.of();
  }
}
