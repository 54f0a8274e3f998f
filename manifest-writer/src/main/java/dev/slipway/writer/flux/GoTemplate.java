package dev.slipway.writer.flux;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A text of Go's {@code text/template}, as far as commit messages use it: fields, variables, {@code
 * range}, {@code if}, {@code with}, {@code else}, comments, trimmed blanks, and the functions of
 * {@link GoExpression}. What is not read is refused when it is read, never left out.
 */
public final class GoTemplate {
  private static final Pattern ACTION =
      Pattern.compile("\\{\\{(-(?=\\s))?(.*?)((?<=\\s)-)?}}", Pattern.DOTALL);
  private static final Pattern COMMENT = Pattern.compile("\\s*/\\*.*\\*/\\s*", Pattern.DOTALL);
  private static final Pattern RANGE =
      Pattern.compile("(?:(?:(\\$\\w+)\\s*,\\s*)?(\\$\\w+)\\s*:=\\s*)?(.+)", Pattern.DOTALL);
  private static final Pattern VARIABLE =
      Pattern.compile("(\\$\\w+)\\s*:?=\\s*(.+)", Pattern.DOTALL);
  private static final int LONGEST = 20_000;

  /** One part of the text. */
  private sealed interface Part {
    record Text(String text) implements Part {}

    record Print(GoExpression value) implements Part {}

    record Set(String variable, GoExpression value) implements Part {}

    record If(GoExpression value, boolean enters, List<Part> then, List<Part> otherwise)
        implements Part {}

    record Range(String key, String value, GoExpression over, List<Part> each, List<Part> otherwise)
        implements Part {}
  }

  private record Token(boolean isAction, String text) {}

  private final List<Token> tokens;
  private final List<Part> parts;
  private int next;

  private GoTemplate(String text) {
    this.tokens = tokens(text);
    this.parts = parts(true);
  }

  /**
   * Reads it.
   *
   * @throws IllegalArgumentException where it is no such text; the message says what is not read
   */
  public static GoTemplate parse(String text) {
    return new GoTemplate(text);
  }

  /**
   * The text, filled in.
   *
   * @param data what {@code .} is: texts, lists, maps of texts, and {@link GoExpression.Struct}
   * @throws IllegalArgumentException where it asks for what the data does not have
   */
  public String fill(Object data) {
    StringBuilder text = new StringBuilder();
    fill(parts, new GoExpression.Scope(data), text);
    return text.toString();
  }

  private static List<Token> tokens(String text) {
    List<Token> tokens = new ArrayList<>();
    Matcher action = ACTION.matcher(text);
    int from = 0;
    boolean trims = false;
    while (action.find()) {
      String before = text.substring(from, action.start());
      before = trims ? before.stripLeading() : before;
      tokens.add(new Token(false, action.group(1) == null ? before : before.stripTrailing()));
      if (!COMMENT.matcher(action.group(2)).matches()) {
        tokens.add(new Token(true, action.group(2).strip()));
      }
      trims = action.group(3) != null;
      from = action.end();
    }
    String rest = text.substring(from);
    tokens.add(new Token(false, trims ? rest.stripLeading() : rest));
    return tokens;
  }

  /** Up to {@code end} or {@code else}, which is left to the caller. */
  private List<Part> parts(boolean whole) {
    List<Part> parts = new ArrayList<>();
    for (; next < tokens.size(); next++) {
      Token token = tokens.get(next);
      String text = token.text();
      if (!token.isAction()) {
        parts.add(new Part.Text(text));
      } else if (text.equals("end") || text.equals("else") || text.startsWith("else ")) {
        if (whole) {
          throw new IllegalArgumentException("{{" + text + "}} stands where nothing is open");
        }
        return parts;
      } else {
        parts.add(part(text));
      }
    }
    if (!whole) {
      throw new IllegalArgumentException("an {{end}} is missing");
    }
    return parts;
  }

  private Part part(String action) {
    String word = action.split("\\s", 2)[0];
    String rest = action.substring(word.length()).strip();
    return switch (word) {
      case "if", "with" -> condition(rest, word.equals("with"));
      case "range" -> range(rest);
      case "define", "template", "block", "break", "continue" ->
          throw new IllegalArgumentException("{{" + word + "}} is not read here");
      default -> {
        Matcher variable = VARIABLE.matcher(action);
        yield variable.matches()
            ? new Part.Set(variable.group(1), GoExpression.parse(variable.group(2)))
            : new Part.Print(GoExpression.parse(action));
      }
    };
  }

  private Part condition(String value, boolean enters) {
    GoExpression expression = GoExpression.parse(value);
    next++;
    List<Part> then = parts(false);
    String end = tokens.get(next).text();
    if (end.startsWith("else ")) {
      Part other = part(end.substring("else ".length()).strip());
      return new Part.If(expression, enters, then, List.of(other));
    }
    return new Part.If(expression, enters, then, otherwise());
  }

  private Part range(String clause) {
    Matcher matcher = RANGE.matcher(clause);
    if (!matcher.matches()) {
      throw new IllegalArgumentException("{{range}} says over what");
    }
    next++;
    List<Part> each = parts(false);
    String key = matcher.group(1) == null ? "" : matcher.group(1);
    String value = matcher.group(2) == null ? "" : matcher.group(2);
    return new Part.Range(key, value, GoExpression.parse(matcher.group(3)), each, otherwise());
  }

  private List<Part> otherwise() {
    if (!tokens.get(next).text().equals("else")) {
      return List.of();
    }
    next++;
    List<Part> parts = parts(false);
    if (!tokens.get(next).text().equals("end")) {
      throw new IllegalArgumentException("an {{else}} too many");
    }
    return parts;
  }

  private static void fill(List<Part> parts, GoExpression.Scope scope, StringBuilder text) {
    for (Part part : parts) {
      if (text.length() > LONGEST) {
        throw new IllegalArgumentException("the text is longer than " + LONGEST + " characters");
      }
      switch (part) {
        case Part.Text(String literal) -> text.append(literal);
        case Part.Print(GoExpression value) -> text.append(GoExpression.text(value.in(scope)));
        case Part.Set(String variable, GoExpression value) -> scope.set(variable, value.in(scope));
        case Part.If(var value, var enters, var then, var otherwise) -> {
          Object found = value.in(scope);
          if (GoExpression.isTrue(found)) {
            fill(then, enters ? scope.inner(found) : scope.inner(scope.dot()), text);
          } else {
            fill(otherwise, scope.inner(scope.dot()), text);
          }
        }
        case Part.Range(var key, var value, var over, var each, var otherwise) -> {
          List<Map.Entry<Object, Object>> items = GoExpression.entries(over.in(scope));
          for (Map.Entry<Object, Object> item : items) {
            GoExpression.Scope inner = scope.inner(item.getValue());
            inner.set(key, item.getKey());
            inner.set(value, item.getValue());
            fill(each, inner, text);
          }
          if (items.isEmpty()) {
            fill(otherwise, scope.inner(scope.dot()), text);
          }
        }
      }
    }
  }
}
