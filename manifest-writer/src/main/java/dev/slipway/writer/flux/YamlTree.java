package dev.slipway.writer.flux;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.common.ScalarStyle;
import org.snakeyaml.engine.v2.exceptions.Mark;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.NodeTuple;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** Reads and changes trees of YAML nodes. Each node keeps the place that it was read from. */
final class YamlTree {
  private static final int MOST_NODES = 100_000;

  private final int lines;
  private int left = MOST_NODES;

  private YamlTree(int lines) {
    this.lines = lines;
  }

  /** A tree of its own, with aliases written out. */
  static Node copy(Node node) {
    return copy(node, 0);
  }

  /**
   * As {@link #copy(Node)}, for a text that begins further down in its file.
   *
   * @param lines how many lines stand above it
   * @throws IllegalArgumentException if aliases make it grow without end
   */
  static Node copy(Node node, int lines) {
    return new YamlTree(lines).copied(node);
  }

  private Node copied(Node node) {
    if (left-- <= 0) {
      throw new IllegalArgumentException(
          "is too large once its aliases are written out (more than " + MOST_NODES + " values)");
    }
    return switch (node) {
      case MappingNode mapping -> {
        List<NodeTuple> fields = new ArrayList<>();
        for (NodeTuple field : mapping.getValue()) {
          fields.add(new NodeTuple(copied(field.getKeyNode()), copied(field.getValueNode())));
        }
        yield new MappingNode(
            mapping.getTag(),
            true,
            fields,
            mapping.getFlowStyle(),
            moved(mapping.getStartMark()),
            moved(mapping.getEndMark()));
      }
      case SequenceNode sequence -> {
        List<Node> items = new ArrayList<>();
        for (Node item : sequence.getValue()) {
          items.add(copied(item));
        }
        yield new SequenceNode(
            sequence.getTag(),
            true,
            items,
            sequence.getFlowStyle(),
            moved(sequence.getStartMark()),
            moved(sequence.getEndMark()));
      }
      case ScalarNode scalar ->
          new ScalarNode(
              scalar.getTag(),
              true,
              scalar.getValue(),
              scalar.getScalarStyle(),
              moved(scalar.getStartMark()),
              moved(scalar.getEndMark()));
      default -> throw new IllegalArgumentException("holds what YAML does not know");
    };
  }

  private Optional<Mark> moved(Optional<Mark> mark) {
    return lines == 0
        ? mark
        : mark.map(
            at ->
                new Mark(
                    at.getName(),
                    at.getIndex(),
                    at.getLine() + lines,
                    at.getColumn(),
                    at.getBuffer(),
                    at.getPointer()));
  }

  /** What stands under this key, if the node has it. */
  static @Nullable Node get(@Nullable Node node, String key) {
    if (node instanceof MappingNode mapping) {
      for (NodeTuple field : mapping.getValue()) {
        if (isNamed(field, key)) {
          return field.getValueNode();
        }
      }
    }
    return null;
  }

  /** The text under this key, if there is one. */
  static Optional<String> text(@Nullable Node node, String key) {
    return get(node, key) instanceof ScalarNode scalar && !isNull(scalar)
        ? Optional.of(scalar.getValue())
        : Optional.empty();
  }

  static void put(MappingNode mapping, String key, Node value) {
    List<NodeTuple> fields = new ArrayList<>();
    boolean replaced = false;
    for (NodeTuple field : mapping.getValue()) {
      boolean named = isNamed(field, key);
      fields.add(named ? new NodeTuple(field.getKeyNode(), value) : field);
      replaced |= named;
    }
    if (!replaced) {
      fields.add(new NodeTuple(scalar(key, value), value));
    }
    mapping.setValue(fields);
  }

  static boolean remove(MappingNode mapping, String key) {
    List<NodeTuple> fields = new ArrayList<>(mapping.getValue());
    boolean removed = fields.removeIf(field -> isNamed(field, key));
    mapping.setValue(fields);
    return removed;
  }

  /** A text that stands where that node does. */
  static ScalarNode scalar(String text, Node where) {
    return new ScalarNode(
        Tag.STR, true, text, ScalarStyle.PLAIN, where.getStartMark(), where.getEndMark());
  }

  static boolean isNull(Node node) {
    return node.getTag().equals(Tag.NULL);
  }

  /** From 1; 0 where it is not known. */
  static int line(Node node) {
    return node.getStartMark().map(mark -> mark.getLine() + 1).orElse(0);
  }

  /** Where it was read from. */
  static String file(Node node) {
    return node.getStartMark().map(Mark::getName).orElse("");
  }

  static String place(Node node) {
    int line = line(node);
    return file(node) + (line > 0 ? ":" + line : "");
  }

  private static boolean isNamed(NodeTuple field, String key) {
    return field.getKeyNode() instanceof ScalarNode name && name.getValue().equals(key);
  }
}
