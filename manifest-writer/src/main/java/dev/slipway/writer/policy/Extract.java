package dev.slipway.writer.policy;

import dev.slipway.writer.policy.TagPattern.Match;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is taken out of a tag: text with {@code $1}, {@code ${1}}, {@code $name}, {@code ${name}}
 * and {@code $$}. As in Go, a name without braces is as long as it can be.
 */
final class Extract {
  private static final Pattern REFERENCE = Pattern.compile("\\$(?:(\\$)|\\{(\\w+)}|(\\w+))");

  private final List<Piece> pieces;

  private Extract(List<Piece> pieces) {
    this.pieces = pieces;
  }

  private sealed interface Piece {
    record Literal(String text) implements Piece {}

    record Named(String group) implements Piece {}

    record Numbered(int group) implements Piece {}
  }

  /**
   * Reads a template for the groups of this pattern.
   *
   * @throws IllegalArgumentException where it names a group that the pattern does not have
   */
  static Extract parse(String template, TagPattern pattern) {
    List<Piece> pieces = new ArrayList<>();
    Matcher matcher = REFERENCE.matcher(template);
    int copied = 0;
    while (matcher.find()) {
      pieces.add(new Piece.Literal(template.substring(copied, matcher.start())));
      String name = matcher.group(2) != null ? matcher.group(2) : matcher.group(3);
      pieces.add(name == null ? new Piece.Literal("$") : group(name, template, pattern));
      copied = matcher.end();
    }
    pieces.add(new Piece.Literal(template.substring(copied)));
    return new Extract(pieces);
  }

  private static Piece group(String name, String template, TagPattern pattern) {
    if (pattern.groupNames().contains(name)) {
      return new Piece.Named(name);
    }
    if (name.matches("\\d{1,4}") && Integer.parseInt(name) <= pattern.groupCount()) {
      return new Piece.Numbered(Integer.parseInt(name));
    }
    throw new IllegalArgumentException(
        "extract '%s' names the group '%s', which the pattern '%s' does not have"
            .formatted(template, name, pattern));
  }

  String from(Match match) {
    StringBuilder text = new StringBuilder();
    for (Piece piece : pieces) {
      text.append(
          switch (piece) {
            case Piece.Literal(String literal) -> literal;
            case Piece.Named(String group) -> match.group(group);
            case Piece.Numbered(int group) -> match.group(group);
          });
    }
    return text.toString();
  }
}
