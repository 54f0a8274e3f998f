package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * A YAML file's characters, and what stands where.
 *
 * @param leaves every scalar and alias, keys too, in the order of the text
 * @param lineStarts where each line begins, in order
 * @param shape equal for texts that differ in nothing but their scalars' values
 */
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
record YamlText(
    String text, List<YamlNode> documents, List<Leaf> leaves, long shape, int[] lineStarts) {
  static final char BYTE_ORDER_MARK = '\uFEFF';

  /**
   * @throws YamlEngineException if the text is not YAML
   */
  static YamlText read(String text) {
    return new YamlReader(text).read();
  }

  /** From 1. */
  int lineOf(int offset) {
    int at = Arrays.binarySearch(lineStarts, offset);
    return at >= 0 ? at + 1 : -at - 1;
  }

  /** Where each line begins, in order. */
  static int[] lineStarts(String text) {
    int[] starts = new int[16 + text.length() / 24];
    int lines = 1;
    for (int at = 0; at < text.length(); at++) {
      char character = text.charAt(at);
      boolean first = character == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
      if (character == '\n' || (character == '\r' && !first)) {
        if (lines == starts.length) {
          starts = Arrays.copyOf(starts, 2 * lines);
        }
        starts[lines] = at + 1;
        lines++;
      }
    }
    return Arrays.copyOf(starts, lines);
  }

  static int lineOf(String text, int offset) {
    int line = 1;
    for (int at = 0; at < offset; at++) {
      char character = text.charAt(at);
      boolean first = character == '\r' && at + 1 < text.length() && text.charAt(at + 1) == '\n';
      if (character == '\n' || (character == '\r' && !first)) {
        line++;
      }
    }
    return line;
  }

  /** Where the line begins; a byte order mark is not part of it. */
  int lineStart(int offset) {
    int at = offset;
    while (at > 0 && !isBreak(text.charAt(at - 1)) && text.charAt(at - 1) != BYTE_ORDER_MARK) {
      at--;
    }
    return at;
  }

  int lineEnd(int offset) {
    int at = offset;
    while (at < text.length() && !isBreak(text.charAt(at))) {
      at++;
    }
    return at;
  }

  /** The last leaf that starts at or before this place, as an index; -1 if there is none. */
  int lastLeafBefore(int offset) {
    int low = 0;
    int high = leaves.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (leaves.get(middle).start() <= offset) {
        low = middle + 1;
      } else {
        high = middle - 1;
      }
    }
    return high;
  }

  /** This very scalar or alias among the leaves; empty for a collection. */
  @SuppressWarnings("ReferenceEquality") // equal values stand in many places
  Optional<Leaf> leafOf(YamlNode node) {
    for (int i = lastLeafBefore(node.start()); i >= 0; i--) {
      Leaf leaf = leaves.get(i);
      if (leaf.node() == node) {
        return Optional.of(leaf);
      }
      if (leaf.start() < node.start()) {
        return Optional.empty();
      }
    }
    return Optional.empty();
  }

  /** The scalar that this character belongs to. */
  Optional<Scalar> scalarAt(int offset) {
    int index = lastLeafBefore(offset);
    if (index >= 0 && leaves.get(index).node() instanceof Scalar scalar && offset < scalar.end()) {
      return Optional.of(scalar);
    }
    return Optional.empty();
  }

  private static boolean isBreak(char character) {
    return character == '\n' || character == '\r';
  }
}
