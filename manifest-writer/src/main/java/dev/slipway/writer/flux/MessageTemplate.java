package dev.slipway.writer.flux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The part of Go's {@code text/template} that commit messages are written in: fields, variables,
 * {@code range}, {@code if}, {@code with}, and the common functions. What is beyond it is refused
 * when it is read, not when a commit is due.
 */
public final class MessageTemplate {
  private static final Pattern ACTION =
      Pattern.compile("\\{\\{(-\\s)?(.*?)(\\s-)?}}", Pattern.DOTALL);
  private static final Pattern WORD =
      Pattern.compile("\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`|:=|[|(),]|[^\\s|(),:]+");

  /** A piece of a template. */
  sealed interface Piece {
    record Text(String text) implements Piece {}

    record Value(List<String> words) implements Piece {}

    record Set(String variable, List<String> words) implements Piece {}

    record If(List<String> words, List<Piece> then, List<Piece> otherwise) implements Piece {}

    record With(List<String> words, List<Piece> then, List<Piece> otherwise) implements Piece {}

    record Range(
        List<String> variables, List<String> words, List<Piece> body, List<Piece> otherwise)
        implements Piece {}
  }

  private final List<Piece> pieces;

  private MessageTemplate(List<Piece> pieces) {
    this.pieces = pieces;
  }

  /**
   * Reads a template.
   *
   * @throws IllegalArgumentException if it needs what is not known here, saying what
   */
  public static MessageTemplate parse(String text) {
    var reader = new Reader(split(text));
    List<Piece> pieces = reader.pieces();
    if (reader.ended != null) {
      throw new IllegalArgumentException("there is an '" + reader.ended + "' without a beginning");
    }
    return new MessageTemplate(pieces);
  }

  /** What keeps the template from being used, tried on an example; empty where nothing does. */
  static Optional<String> problem(String text) {
    try {
      var unused = parse(text).write(MessageData.EXAMPLE);
      return unused.isBlank() ? Optional.of("it gives an empty message") : Optional.empty();
    } catch (IllegalArgumentException e) {
      return Optional.of(String.valueOf(e.getMessage()));
    }
  }

  /**
   * The message.
   *
   * @throws IllegalArgumentException if it asks for what the data does not have
   */
  public String write(Map<String, Object> data) {
    StringBuilder text = new StringBuilder();
    new TemplateRun(data, text).run(pieces);
    return text.toString();
  }

  private sealed interface Token {
    record Text(String text) implements Token {}

    record Action(List<String> words) implements Token {}
  }

  private static List<Token> split(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher action = ACTION.matcher(text);
    int from = 0;
    boolean trim = false;
    while (action.find()) {
      String before = text.substring(from, action.start());
      before = trim ? before.stripLeading() : before;
      tokens.add(new Token.Text(action.group(1) == null ? before : before.stripTrailing()));
      String inside = action.group(2).strip();
      if (!inside.startsWith("/*")) {
        tokens.add(new Token.Action(words(inside)));
      }
      trim = action.group(3) != null;
      from = action.end();
    }
    String rest = text.substring(from);
    if (rest.contains("{{")) {
      throw new IllegalArgumentException("there is a '{{' without its '}}'");
    }
    tokens.add(new Token.Text(trim ? rest.stripLeading() : rest));
    return tokens;
  }

  private static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    Matcher matcher = WORD.matcher(text);
    while (matcher.find()) {
      words.add(matcher.group());
    }
    if (words.isEmpty()) {
      throw new IllegalArgumentException("there is an empty '{{ }}'");
    }
    return words;
  }

  /** Builds the pieces from the tokens. */
  private static final class Reader {
    private final List<Token> tokens;
    private int next;
    private @Nullable String ended;
    private List<String> elseWords = List.of();

    Reader(List<Token> tokens) {
      this.tokens = tokens;
    }

    List<Piece> pieces() {
      List<Piece> pieces = new ArrayList<>();
      ended = null;
      while (next < tokens.size()) {
        switch (tokens.get(next++)) {
          case Token.Text(String text) -> pieces.add(new Piece.Text(text));
          case Token.Action(List<String> words) -> {
            String first = words.getFirst();
            if (first.equals("end") || first.equals("else")) {
              ended = first;
              elseWords = words.subList(1, words.size());
              return pieces;
            }
            pieces.add(piece(first, words));
          }
        }
      }
      return pieces;
    }

    private Piece piece(String first, List<String> words) {
      List<String> rest = words.subList(1, words.size());
      return switch (first) {
        case "if" -> {
          List<Piece> then = block(first);
          yield new Piece.If(rest, then, otherwise(first));
        }
        case "with" -> {
          List<Piece> then = block(first);
          yield new Piece.With(rest, then, otherwise(first));
        }
        case "range" -> {
          int assigned = rest.indexOf(":=");
          List<String> variables =
              assigned < 0
                  ? List.of()
                  : rest.subList(0, assigned).stream().filter(word -> !word.equals(",")).toList();
          List<Piece> body = block(first);
          yield new Piece.Range(
              variables, rest.subList(assigned + 1, rest.size()), body, otherwise(first));
        }
        case "define", "template", "block", "break", "continue" ->
            throw new IllegalArgumentException("'" + first + "' is not known here");
        default ->
            words.size() > 2 && words.get(1).equals(":=")
                ? new Piece.Set(first, words.subList(2, words.size()))
                : new Piece.Value(words);
      };
    }

    private List<Piece> block(String beginning) {
      List<Piece> body = pieces();
      if (ended == null) {
        throw new IllegalArgumentException("there is an '" + beginning + "' without its 'end'");
      }
      return body;
    }

    private List<Piece> otherwise(String beginning) {
      if ("end".equals(ended)) {
        ended = null;
        return List.of();
      }
      if (!elseWords.isEmpty()) {
        // {{ else if x }} is {{ else }}{{ if x }} with one end for both.
        return List.of(piece(elseWords.getFirst(), List.copyOf(elseWords)));
      }
      List<Piece> body = block(beginning);
      if (!"end".equals(ended)) {
        throw new IllegalArgumentException("there is an 'else' after an 'else'");
      }
      ended = null;
      return body;
    }
  }
}
