package dev.slipway.writer.edit;

import dev.slipway.writer.edit.YamlNode.Scalar;

/** How a new value is written in the place of an old one: in its style, quoted where it must be. */
final class ScalarSpelling {
  private ScalarSpelling() {}

  static String of(String value, Scalar old) {
    return switch (old.style()) {
      case SINGLE_QUOTED -> "'" + value.replace("'", "''") + "'";
      case DOUBLE_QUOTED, JSON_SCALAR_STYLE -> doubleQuoted(value);
      case PLAIN -> isSafePlain(value, old) ? value : doubleQuoted(value);
      case LITERAL, FOLDED -> throw new IllegalArgumentException("block scalars are never edited");
    };
  }

  private static String doubleQuoted(String value) {
    return '"' + value.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }

  private static boolean isSafePlain(String value, Scalar old) {
    return staysString(value, old) && isPlainText(value, old.inFlow());
  }

  /** An explicit tag decides by itself; a date beside a date was a string to its readers before. */
  private static boolean staysString(String value, Scalar old) {
    return old.tagged()
        || switch (ImplicitType.of(value)) {
          case STRING -> true;
          case TIMESTAMP -> ImplicitType.of(old.value()) == ImplicitType.TIMESTAMP;
          case OTHER -> false;
        };
  }

  private static boolean isPlainText(String value, boolean inFlow) {
    char first = value.charAt(0);
    boolean startsWell = Character.isLetterOrDigit(first) || "_./$(^~+".indexOf(first) >= 0;
    return startsWell
        && !value.contains(": ")
        && !value.contains(" #")
        && !value.endsWith(":")
        && !value.endsWith(" ")
        && (!inFlow || value.chars().noneMatch(c -> ",[]{}".indexOf(c) >= 0));
  }
}
