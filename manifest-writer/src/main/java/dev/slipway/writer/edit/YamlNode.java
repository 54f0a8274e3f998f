package dev.slipway.writer.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.common.ScalarStyle;

/** What a YAML text says, with the place of each value. Offsets count UTF-16 units. */
sealed interface YamlNode {
  /** Where the value begins, after anchor and tag. */
  int start();

  /**
   * A value.
   *
   * @param end after its last character, quotes included
   * @param tagged whether an explicit tag says its type
   * @param inFlow whether it stands in {@code [..]} or {@code {..}}
   */
  record Scalar(String value, int start, int end, ScalarStyle style, boolean tagged, boolean inFlow)
      implements YamlNode {
    boolean isBlock() {
      return style == ScalarStyle.LITERAL || style == ScalarStyle.FOLDED;
    }

    boolean isPlain() {
      return style == ScalarStyle.PLAIN;
    }
  }

  record Alias(String anchor, int start, int end) implements YamlNode {}

  record Entry(YamlNode key, YamlNode value) {
    boolean isNamed(String name) {
      return key instanceof Scalar scalar && scalar.value().equals(name);
    }
  }

  /** Filled while the text is read, and only then. */
  record Mapping(int start, boolean flow, List<Entry> entries) implements YamlNode {
    static Mapping startingAt(int start, boolean flow) {
      return new Mapping(start, flow, new ArrayList<>());
    }

    Optional<YamlNode> get(String name) {
      for (Entry entry : entries) {
        if (entry.isNamed(name)) {
          return Optional.of(entry.value());
        }
      }
      return Optional.empty();
    }

    /** What stands under this very key. */
    @SuppressWarnings("ReferenceEquality") // a key may stand twice where YAML forbids it
    Optional<YamlNode> valueOf(YamlNode key) {
      return entries.stream().filter(entry -> entry.key() == key).map(Entry::value).findFirst();
    }

    /** The text under this key, if there is one. */
    Optional<String> text(String name) {
      return get(name).map(node -> node instanceof Scalar scalar ? scalar.value() : null);
    }
  }

  /** Filled while the text is read, and only then. */
  record Sequence(int start, boolean flow, List<YamlNode> items) implements YamlNode {
    static Sequence startingAt(int start, boolean flow) {
      return new Sequence(start, flow, new ArrayList<>());
    }
  }

  /**
   * A scalar or an alias, in the order of the text.
   *
   * @param key the key it stands under; empty for a sequence's item and for a key
   * @param parent the mapping it stands in, if it stands in one
   */
  record Leaf(YamlNode node, boolean isKey, String key, Optional<Mapping> parent) {
    int start() {
      return node.start();
    }

    int end() {
      return switch (node) {
        case Scalar scalar -> scalar.end();
        case Alias alias -> alias.end();
        case Mapping mapping -> throw new IllegalStateException("no leaf: " + mapping);
        case Sequence sequence -> throw new IllegalStateException("no leaf: " + sequence);
      };
    }
  }
}
