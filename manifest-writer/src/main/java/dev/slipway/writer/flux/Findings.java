package dev.slipway.writer.flux;

import dev.slipway.events.value.ConfigurationProblem;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.nodes.Node;

/** What is to be said about a repository's Flux objects. */
final class Findings {
  private final List<ConfigurationProblem> problems = new ArrayList<>();
  private final List<ConfigurationProblem> limits = new ArrayList<>();
  private final List<ManifestObject> broken = new ArrayList<>();

  /** It is broken, so that it cannot be followed. */
  void problem(Node where, String path, String message) {
    add(problems, of(where, path, message));
  }

  void problem(ConfigurationProblem problem) {
    add(problems, problem);
  }

  /** It is sound, and Slipway does something else. */
  void limit(Node where, String path, String message) {
    add(limits, of(where, path, message));
  }

  void limit(ManifestObject object, String path, String message) {
    limit(object.at(path).orElse(object.root()), path, object + ": " + message);
  }

  void problem(ManifestObject object, String path, String message) {
    broken(object);
    problem(object.at(path).orElse(object.root()), path, object + ": " + message);
  }

  void limit(ConfigurationProblem limit) {
    add(limits, limit);
  }

  /** Its last good form stays, as far as there was one. */
  void broken(ManifestObject object) {
    broken.add(object);
  }

  boolean isBroken(ManifestObject object) {
    return broken.contains(object);
  }

  List<ManifestObject> broken() {
    return List.copyOf(broken);
  }

  List<ConfigurationProblem> problems() {
    return List.copyOf(problems);
  }

  List<ConfigurationProblem> limits() {
    return List.copyOf(limits);
  }

  private static ConfigurationProblem of(Node where, String path, String message) {
    return new ConfigurationProblem(YamlTree.line(where), path, message, YamlTree.file(where));
  }

  private static void add(List<ConfigurationProblem> list, ConfigurationProblem one) {
    if (!list.contains(one)) {
      list.add(one);
    }
  }
}
