package dev.slipway.writer.configuration;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.nodes.MappingNode;
import org.snakeyaml.engine.v2.nodes.Node;
import org.snakeyaml.engine.v2.nodes.ScalarNode;
import org.snakeyaml.engine.v2.nodes.SequenceNode;
import org.snakeyaml.engine.v2.nodes.Tag;

/** A mapping in {@code slipway.yaml}, with its place, for reading field by field. */
public final class Section {
  private final MappingNode node;
  private final String path;
  private final Problems problems;
  private final Map<String, Node> fields = new LinkedHashMap<>();

  private Section(MappingNode node, String path, Problems problems) {
    this.node = node;
    this.path = path;
    this.problems = problems;
    node.getValue()
        .forEach(
            field -> {
              if (field.getKeyNode() instanceof ScalarNode key) {
                fields.put(key.getValue(), field.getValueNode());
              } else {
                problems.add(field.getKeyNode(), path, "a key must be plain text");
              }
            });
  }

  public static @Nullable Section of(Node node, String path, Problems problems) {
    if (node instanceof MappingNode mapping) {
      return new Section(mapping, path, problems);
    }
    problems.add(node, path, "expected a mapping, as in 'name: value'");
    return null;
  }

  Node node() {
    return node;
  }

  String path() {
    return path;
  }

  Set<String> names() {
    return fields.keySet();
  }

  boolean has(String name) {
    return fields.containsKey(name);
  }

  /** Rejects every other field by name. */
  void allow(String... known) {
    for (String name : new TreeSet<>(names())) {
      if (!List.of(known).contains(name)) {
        complain(name, "there is no such setting; known here: " + String.join(", ", known));
      }
    }
  }

  /** Rejects a field that a later version will honour. */
  void notYet(String name) {
    if (has(name)) {
      complain(name, "'" + name + "' is not honoured by this version yet; remove it");
    }
  }

  void complain(String name, String message) {
    Node value = fields.get(name);
    problems.add(value == null ? node : value, pathOf(name), message);
  }

  @Nullable String required(String name) {
    if (!has(name)) {
      problems.add(node, pathOf(name), "is missing");
      return null;
    }
    return optional(name);
  }

  @Nullable String optional(String name) {
    Node value = fields.get(name);
    if (value == null) {
      return null;
    }
    if (value instanceof ScalarNode scalar && !scalar.getTag().equals(Tag.NULL)) {
      return scalar.getValue();
    }
    complain(name, "expected a single value");
    return null;
  }

  <T> @Nullable T required(String name, Function<String, T> parser) {
    String text = required(name);
    return text == null ? null : parse(name, text, parser);
  }

  <T> @Nullable T optional(String name, Function<String, T> parser) {
    String text = optional(name);
    return text == null ? null : parse(name, text, parser);
  }

  boolean flag(String name, boolean absent) {
    Boolean value = optional(name, Section::parseFlag);
    return value == null ? absent : value;
  }

  @Nullable Section section(String name) {
    Node value = fields.get(name);
    return value == null ? null : of(value, pathOf(name), problems);
  }

  /** The field's mapping from names to mappings; what is no mapping is a problem. */
  Map<String, Section> sections(String name) {
    Map<String, Section> sections = new LinkedHashMap<>();
    Section outer = section(name);
    if (outer != null) {
      for (String key : outer.names()) {
        Section inner = outer.section(key);
        if (inner != null) {
          sections.put(key, inner);
        }
      }
    }
    return sections;
  }

  /** The field's list of mappings. */
  List<Section> list(String name) {
    List<Section> sections = new ArrayList<>();
    List<Node> items = items(name);
    for (int i = 0; i < items.size(); i++) {
      Section item = of(items.get(i), pathOf(name) + "[" + i + "]", problems);
      if (item != null) {
        sections.add(item);
      }
    }
    return sections;
  }

  /** The field's list of texts. */
  List<String> texts(String name) {
    List<String> texts = new ArrayList<>();
    for (Node item : items(name)) {
      if (item instanceof ScalarNode scalar) {
        texts.add(scalar.getValue());
      } else {
        problems.add(item, pathOf(name), "expected a list of single values");
      }
    }
    return texts;
  }

  boolean isList(String name) {
    return fields.get(name) instanceof SequenceNode;
  }

  private List<Node> items(String name) {
    Node value = fields.get(name);
    if (value == null) {
      return List.of();
    }
    if (value instanceof SequenceNode sequence) {
      return sequence.getValue();
    }
    complain(name, "expected a list");
    return List.of();
  }

  private <T> @Nullable T parse(String name, String text, Function<String, T> parser) {
    Node value = fields.get(name);
    return problems.parse(value == null ? node : value, pathOf(name), text, parser);
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static Boolean parseFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException("expected true or false, not '" + text + "'");
    };
  }
}
