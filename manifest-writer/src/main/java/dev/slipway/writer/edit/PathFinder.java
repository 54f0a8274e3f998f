package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Alias;
import dev.slipway.writer.edit.YamlNode.Entry;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import dev.slipway.writer.edit.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/** Follows a path through every document of a text. */
final class PathFinder {
  private final YamlText yaml;
  private final YamlPath path;
  private int deepest = -1;
  private String missing = "the file is empty";

  private PathFinder(YamlText yaml, YamlPath path) {
    this.yaml = yaml;
    this.path = path;
  }

  /** What stands at the end of the path. */
  sealed interface Found {
    record Value(Scalar scalar, Leaf leaf) implements Found {}

    record Nothing(Refusal refusal) implements Found {}
  }

  static Found find(YamlText yaml, YamlPath path) {
    return new PathFinder(yaml, path).find();
  }

  private Found find() {
    List<YamlNode> ends = new ArrayList<>();
    for (YamlNode document : yaml.documents()) {
      follow(document, 0, ends);
    }
    if (ends.isEmpty()) {
      return refused(RefusalReason.PATH_NOT_FOUND, 0, "nothing at '" + path + "': " + missing);
    }
    if (ends.size() > 1) {
      String lines =
          ends.stream().map(end -> "" + yaml.lineOf(end.start())).collect(Collectors.joining(", "));
      return refused(
          RefusalReason.AMBIGUOUS_PATH,
          yaml.lineOf(ends.getFirst().start()),
          "'"
              + path
              + "' leads to several values (lines "
              + lines
              + "); mark the right one instead");
    }
    return value(ends.getFirst());
  }

  private Found value(YamlNode end) {
    int line = yaml.lineOf(end.start());
    return switch (end) {
      case Scalar scalar when scalar.isBlock() ->
          refused(
              RefusalReason.BLOCK_SCALAR,
              line,
              "'"
                  + path
                  + "' leads to a block scalar (| or >), which is never edited; write the value on"
                  + " one line");
      case Scalar scalar -> new Found.Value(scalar, yaml.leafOf(scalar).orElseThrow());
      case Alias(String anchor, int _, int _) ->
          refused(
              RefusalReason.ALIAS,
              line,
              "'" + path + "' leads to the alias *" + anchor + "; name the path of &" + anchor);
      case Mapping _ -> collection(line, "mapping");
      case Sequence _ -> collection(line, "sequence");
    };
  }

  private Found collection(int line, String kind) {
    return refused(
        RefusalReason.NOT_A_VALUE,
        line,
        "'" + path + "' leads to a " + kind + "; name the value inside it");
  }

  private void follow(YamlNode node, int depth, List<YamlNode> ends) {
    if (depth == path.steps().size()) {
      ends.add(node);
      return;
    }
    YamlPath.Step step = path.steps().get(depth);
    List<YamlNode> next = next(node, step);
    if (next.isEmpty() && depth > deepest) {
      deepest = depth;
      missing = "line " + yaml.lineOf(node.start()) + " has no " + step + contents(node);
    }
    next.forEach(child -> follow(child, depth + 1, ends));
  }

  private static List<YamlNode> next(YamlNode node, YamlPath.Step step) {
    return switch (step) {
      case YamlPath.Step.Key(String name) ->
          node instanceof Mapping mapping
              ? mapping.entries().stream()
                  .filter(entry -> entry.isNamed(name))
                  .map(Entry::value)
                  .toList()
              : List.of();
      case YamlPath.Step.Index(int index) ->
          node instanceof Sequence sequence && index < sequence.items().size()
              ? List.of(sequence.items().get(index))
              : List.of();
      case YamlPath.Step.Where(String field, String value) ->
          node instanceof Sequence sequence
              ? sequence.items().stream().filter(item -> has(item, field, value)).toList()
              : List.of();
    };
  }

  private static boolean has(YamlNode item, String field, String value) {
    return item instanceof Mapping mapping && mapping.text(field).equals(Optional.of(value));
  }

  private static String contents(YamlNode node) {
    return switch (node) {
      case Mapping mapping ->
          mapping.entries().stream()
              .map(entry -> entry.key() instanceof Scalar key ? key.value() : "...")
              .limit(10)
              .collect(Collectors.joining(", ", " (its keys: ", ")"));
      case Sequence sequence -> " (a sequence of " + sequence.items().size() + ")";
      case Scalar _ -> " (a single value)";
      case Alias(String anchor, int _, int _) ->
          " (it is the alias *" + anchor + ": name the path of &" + anchor + ")";
    };
  }

  private static Found refused(RefusalReason reason, int line, String message) {
    return new Found.Nothing(new Refusal(reason, line, message));
  }
}
