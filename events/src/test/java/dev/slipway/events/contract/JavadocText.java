package dev.slipway.events.contract;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What the sources say about a type, a component or a constant, as plain text. */
final class JavadocText {
  private static final Path SOURCES = Path.of("src", "main", "java");
  private static final String COMMENT = "/\\*\\*((?:(?!\\*/).)*)\\*/\\s*";
  private static final String ANNOTATIONS = "(?:@[^\\n]*\\n\\s*|@JsonSubTypes\\(\\{.*?\\}\\)\\s*)*";
  private static final String MODIFIERS = "(?:public |sealed |final |static )*";

  private JavadocText() {}

  static Optional<String> ofType(Class<?> type) {
    return comment(type).map(JavadocText::beforeTags).filter(text -> !text.isEmpty());
  }

  static Optional<String> ofComponent(Class<?> type, String component) {
    Pattern parameter =
        Pattern.compile("@param " + component + "\\s(.*?)(?=\\s@(?:param|throws)\\b|$)");
    return comment(type).map(JavadocText::flattened).flatMap(text -> first(parameter, text));
  }

  static Optional<String> ofConstant(Class<?> type, String constant) {
    Pattern pattern = Pattern.compile(COMMENT + constant + "\\b", Pattern.DOTALL);
    return first(pattern, source(type)).map(JavadocText::flattened);
  }

  private static Optional<String> comment(Class<?> type) {
    String kind = type.isEnum() ? "enum" : type.isRecord() ? "record" : "interface";
    return first(
        Pattern.compile(
            COMMENT + ANNOTATIONS + MODIFIERS + kind + " " + type.getSimpleName() + "\\b",
            Pattern.DOTALL),
        source(type));
  }

  private static String beforeTags(String comment) {
    String text = flattened(comment);
    int tag = text.indexOf("@param ");
    return (tag < 0 ? text : text.substring(0, tag)).strip();
  }

  static String flattened(String comment) {
    return comment
        .replaceAll("(?m)^\\s*\\*? ?", " ")
        .replaceAll("\\{@code\\s+([^{}]*(?:\\{[^{}]*})?[^{}]*)}", "`$1`")
        .replaceAll("\\{@link #?([^}]*)}", "$1")
        .replaceAll("<p>", "")
        .replaceAll("\\s+", " ")
        .strip();
  }

  private static Optional<String> first(Pattern pattern, String text) {
    Matcher matcher = pattern.matcher(text);
    return matcher.find() ? Optional.of(matcher.group(1).strip()) : Optional.empty();
  }

  private static String source(Class<?> type) {
    Class<?> outer = type;
    while (outer.getEnclosingClass() != null) {
      outer = outer.getEnclosingClass();
    }
    Path file = SOURCES.resolve(outer.getName().replace('.', '/') + ".java");
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read " + file, e);
    }
  }
}
