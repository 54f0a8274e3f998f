package dev.slipway.applier.object;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The fields that one manager owns, as {@code metadata.managedFields} keeps them ({@code FieldsV1},
 * KEP-555): a tree of steps, where {@code .} stands for the thing itself. Never changed.
 *
 * @param tree {@code f:NAME} for a field, {@code k:{KEYS}} and {@code v:VALUE} for an element
 */
public record OwnedFields(Map<String, Object> tree) {
  private static final String ITSELF = ".";

  public OwnedFields {
    tree = Map.copyOf(tree);
  }

  public boolean isEmpty() {
    return tree.isEmpty();
  }

  /** What both own. */
  public OwnedFields and(OwnedFields other) {
    return new OwnedFields(and(tree, other.tree));
  }

  /** What either owns. */
  public OwnedFields or(OwnedFields other) {
    return new OwnedFields(or(tree, other.tree));
  }

  /** What this one owns and the other does not. Where only a frame is left, that goes too. */
  public OwnedFields without(OwnedFields other) {
    return new OwnedFields(without(tree, other.tree));
  }

  private static Map<String, Object> and(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> both = new LinkedHashMap<>();
    for (String step : one.keySet()) {
      if (!step.equals(ITSELF) && other.containsKey(step)) {
        Map<String, Object> mine = Fields.map(one, step);
        Map<String, Object> theirs = Fields.map(other, step);
        Map<String, Object> below = and(mine, theirs);
        boolean itself = isOwned(mine) && isOwned(theirs);
        if (itself && !below.isEmpty()) {
          below.put(ITSELF, Map.of());
        }
        if (itself || !below.isEmpty()) {
          both.put(step, below);
        }
      }
    }
    return both;
  }

  private static Map<String, Object> or(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> either = new LinkedHashMap<>(one);
    other.forEach(
        (step, _) -> {
          Map<String, Object> theirs = Fields.map(other, step);
          if (!either.containsKey(step)) {
            either.put(step, theirs);
            return;
          }
          Map<String, Object> mine = Fields.map(either, step);
          Map<String, Object> below = or(mine, theirs);
          if (!below.isEmpty() && (isOwned(mine) || isOwned(theirs))) {
            below.put(ITSELF, Map.of());
          }
          either.put(step, below);
        });
    return either;
  }

  private static Map<String, Object> without(Map<String, Object> one, Map<String, Object> other) {
    Map<String, Object> left = new LinkedHashMap<>();
    for (String step : one.keySet()) {
      Map<String, Object> mine = Fields.map(one, step);
      if (!other.containsKey(step)) {
        left.put(step, mine);
        continue;
      }
      Map<String, Object> theirs = Fields.map(other, step);
      Map<String, Object> below = without(withoutItself(mine), withoutItself(theirs));
      boolean itself = isOwned(mine) && !isOwned(theirs) && (!below.isEmpty() || isLeaf(mine));
      if (itself && !below.isEmpty()) {
        below.put(ITSELF, Map.of());
      }
      if (itself || !below.isEmpty()) {
        left.put(step, below);
      }
    }
    return left;
  }

  private static Map<String, Object> withoutItself(Map<String, Object> node) {
    Map<String, Object> below = new LinkedHashMap<>(node);
    below.remove(ITSELF);
    return below;
  }

  private static boolean isOwned(Map<String, Object> node) {
    return isLeaf(node) || node.containsKey(ITSELF);
  }

  private static boolean isLeaf(Map<String, Object> node) {
    return withoutItself(node).isEmpty();
  }

  /** As people write them: {@code spec.template.spec.containers[web].image}; leaves only. */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    collect("", tree, paths);
    return paths.stream().sorted().toList();
  }

  private static void collect(String path, Map<String, Object> node, List<String> paths) {
    for (String step : node.keySet()) {
      if (!step.equals(ITSELF)) {
        String here = path + written(step, path.isEmpty());
        Map<String, Object> below = Fields.map(node, step);
        if (isLeaf(below)) {
          paths.add(here);
        } else {
          collect(here, below, paths);
        }
      }
    }
  }

  private static String written(String step, boolean first) {
    int colon = step.indexOf(':');
    String kind = colon < 0 ? "" : step.substring(0, colon);
    String what = step.substring(colon + 1);
    return switch (kind) {
      case "f" -> what.contains(".") ? "[" + what + "]" : first ? what : "." + what;
      case "k" -> "[" + keys(what) + "]";
      default -> "[" + what.replace("\"", "") + "]";
    };
  }

  /** {@code {"name":"web"}} is web to people. */
  private static String keys(String json) {
    String inner = json.replaceAll("^\\{|\\}$", "").replace("\"", "");
    return inner.startsWith("name:") && !inner.contains(",")
        ? inner.substring("name:".length())
        : inner;
  }
}
