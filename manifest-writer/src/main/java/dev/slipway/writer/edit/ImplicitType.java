package dev.slipway.writer.edit;

import java.util.Set;
import java.util.regex.Pattern;

/**
 * What a plain scalar reads as when nothing says its type.
 *
 * <p>The strictest reading wins: what YAML 1.1 (PyYAML, go-yaml) or YAML 1.2 (core schema) takes
 * for something other than a string is none. A short Git SHA is one of these one time in eighteen:
 * {@code 1234567}, {@code 12345e6}, {@code 0777123}.
 */
enum ImplicitType {
  STRING,
  /** Only YAML 1.1 knows it, and Kubernetes' own reader takes it for a string. */
  TIMESTAMP,
  OTHER;

  private static final Set<String> WORDS =
      Set.of(
          "", "~", "null", "Null", "NULL", "true", "True", "TRUE", "false", "False", "FALSE", "y",
          "Y", "yes", "Yes", "YES", "n", "N", "no", "No", "NO", "on", "On", "ON", "off", "Off",
          "OFF", "<<", "=", ".nan", ".NaN", ".NAN", ".inf", ".Inf", ".INF", "+.inf", "+.Inf",
          "+.INF", "-.inf", "-.Inf", "-.INF");
  private static final Pattern NUMBER =
      Pattern.compile(
          "[-+]?(?:0[bB][01_]+|0[oO][0-7_]+|0[xX][0-9a-fA-F_]+"
              + "|[0-9][0-9_]*(?::[0-5]?[0-9])+(?:\\.[0-9_]*)?"
              + "|(?:\\.[0-9][0-9_]*|[0-9][0-9_]*(?:\\.[0-9_]*)?)(?:[eE][-+]?[0-9][0-9_]*)?)");
  private static final Pattern DATE =
      Pattern.compile(
          "[0-9]{4}-[0-9]{1,2}-[0-9]{1,2}"
              + "(?:(?:[Tt]|[ \\t]+)[0-9]{1,2}:[0-9]{1,2}:[0-9]{1,2}(?:\\.[0-9]*)?"
              + "(?:[ \\t]*(?:Z|[-+][0-9]{1,2}(?::?[0-9]{2})?))?)?");

  static ImplicitType of(String plain) {
    if (WORDS.contains(plain)) {
      return OTHER;
    }
    if ("+-.0123456789".indexOf(plain.charAt(0)) < 0) {
      return STRING;
    }
    if (NUMBER.matcher(plain).matches()) {
      return OTHER;
    }
    return DATE.matcher(plain).matches() ? TIMESTAMP : STRING;
  }
}
