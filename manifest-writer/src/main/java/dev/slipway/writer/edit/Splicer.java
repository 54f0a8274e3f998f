package dev.slipway.writer.edit;

import dev.slipway.writer.edit.Plan.Planned;
import dev.slipway.writer.edit.YamlNode.Alias;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import dev.slipway.writer.edit.YamlNode.Sequence;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * Puts new values in the place of old ones and proves that the new text reads as the old one with
 * those values changed.
 */
final class Splicer {
  private Splicer() {}

  /** Empty where the proof fails; then nothing must be written. */
  static Optional<String> splice(YamlText yaml, List<Planned> changes) {
    String text = yaml.text();
    StringBuilder edited = new StringBuilder(text.length() + 64);
    int copied = 0;
    boolean evident = true;
    for (Planned change : changes) {
      Scalar scalar = change.scalar();
      String spelling = spelling(text, scalar, change.text());
      evident &= isEvident(text, scalar, spelling);
      edited.append(text, copied, scalar.start()).append(spelling);
      copied = scalar.end();
    }
    String result = edited.append(text, copied, text.length()).toString();
    return evident || reads(result, yaml, changes) ? Optional.of(result) : Optional.empty();
  }

  private static String spelling(String text, Scalar scalar, String value) {
    String spelling = ScalarSpelling.of(value, scalar);
    boolean needsSpace =
        scalar.start() == scalar.end()
            && scalar.start() > 0
            && !Character.isWhitespace(text.charAt(scalar.start() - 1));
    return needsSpace ? " " + spelling : spelling;
  }

  /** One plain word in the place of another needs no second reading. */
  private static boolean isEvident(String text, Scalar scalar, String spelling) {
    return scalar.isPlain()
        && !scalar.value().isEmpty()
        && isWord(scalar.value())
        && isWord(spelling)
        && text.startsWith(scalar.value(), scalar.start())
        && scalar.end() - scalar.start() == scalar.value().length();
  }

  private static boolean isWord(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      boolean letter = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
      boolean inside = c == '_' || (i > 0 && ".-/:@".indexOf(c) >= 0);
      if (!letter && !inside) {
        return false;
      }
    }
    return !value.endsWith(":");
  }

  private static boolean reads(String result, YamlText before, List<Planned> changes) {
    YamlText after;
    try {
      after = YamlText.read(result);
    } catch (YamlEngineException e) {
      return false;
    }
    if (after.shape() != before.shape() || after.leaves().size() != before.leaves().size()) {
      return false;
    }
    IdentityHashMap<Scalar, String> expected = new IdentityHashMap<>();
    changes.forEach(change -> expected.put(change.scalar(), change.text()));
    for (int i = 0; i < before.leaves().size(); i++) {
      if (!agrees(before.leaves().get(i), after.leaves().get(i), expected)) {
        return false;
      }
    }
    return true;
  }

  private static boolean agrees(Leaf before, Leaf after, IdentityHashMap<Scalar, String> expected) {
    return before.isKey() == after.isKey()
        && switch (before.node()) {
          case Scalar old ->
              after.node() instanceof Scalar now
                  && now.value().equals(expected.getOrDefault(old, old.value()))
                  && (now.style() == old.style() || expected.containsKey(old));
          case Alias(String anchor, _, _) ->
              after.node() instanceof Alias now && now.anchor().equals(anchor);
          case Mapping _, Sequence _ -> false;
        };
  }
}
