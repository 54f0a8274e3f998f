package dev.slipway.writer.flux;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * What stands between the braces of a {@link GoTemplate}: fields, variables, texts, numbers, pipes,
 * parentheses, and the functions {@code print}, {@code println}, {@code printf} (with {@code %s},
 * {@code %v}, {@code %q}, {@code %d}), {@code len}, {@code eq}, {@code ne}, {@code not}, {@code
 * and}, {@code or}.
 */
final class GoExpression {
  private static final Pattern TOKEN =
      Pattern.compile(
          "\\s*(?:(\"(?:[^\"\\\\]|\\\\.)*\"|`[^`]*`)|(\\|)|(\\()|(\\)(?:\\.\\w+)*)"
              + "|(\\$\\w*(?:\\.\\w+)*|\\.(?:\\w+(?:\\.\\w+)*)?)|(-?\\d+)|(\\w+))",
          Pattern.UNICODE_CHARACTER_CLASS);
  private static final List<String> FUNCTIONS =
      List.of("print", "println", "printf", "len", "eq", "ne", "not", "and", "or");

  /**
   * A thing with fields.
   *
   * @param text what it is where it is printed whole; empty where it cannot be
   */
  record Struct(String text, Map<String, Object> fields) {
    Struct {
      fields = Map.copyOf(fields);
    }
  }

  /** Where an expression stands: what {@code .} and the variables are. */
  static final class Scope {
    private final Object root;
    private final Object dot;
    private final @Nullable Scope outer;
    private final Map<String, Object> variables = new HashMap<>();

    Scope(Object root) {
      this(root, root, null);
    }

    private Scope(Object root, Object dot, @Nullable Scope outer) {
      this.root = root;
      this.dot = dot;
      this.outer = outer;
    }

    Object dot() {
      return dot;
    }

    Scope inner(Object dot) {
      return new Scope(root, dot, this);
    }

    void set(String variable, Object value) {
      variables.put(variable, value);
    }

    private Object variable(String name) {
      if (name.equals("$")) {
        return root;
      }
      for (Scope scope = this; scope != null; scope = scope.outer) {
        Object value = scope.variables.get(name);
        if (value != null) {
          return value;
        }
      }
      throw new IllegalArgumentException("there is no variable " + name);
    }
  }

  private sealed interface Node {
    record Literal(Object value) implements Node {}

    record Path(String text) implements Node {}

    record Call(String function, List<Node> arguments) implements Node {}

    record Inner(Node node, String fields) implements Node {}
  }

  private final String text;
  private final List<String> tokens = new ArrayList<>();
  private final Node node;
  private int next;

  private GoExpression(String text) {
    this.text = text;
    Matcher matcher = TOKEN.matcher(text);
    int at = 0;
    while (at < text.length()) {
      if (!matcher.region(at, text.length()).lookingAt()) {
        throw unread();
      }
      tokens.add(matcher.group().strip());
      at = matcher.end();
    }
    this.node = pipeline();
    if (next < tokens.size()) {
      throw unread();
    }
  }

  static GoExpression parse(String text) {
    return new GoExpression(text.strip());
  }

  private IllegalArgumentException unread() {
    return new IllegalArgumentException("{{" + text + "}} is not read here");
  }

  private Node pipeline() {
    Node value = command(null);
    while (next < tokens.size() && tokens.get(next).equals("|")) {
      next++;
      value = command(value);
    }
    return value;
  }

  private Node command(@Nullable Node piped) {
    List<Node> operands = new ArrayList<>();
    String function = null;
    while (next < tokens.size() && !tokens.get(next).matches("\\||\\).*")) {
      String token = tokens.get(next);
      next++;
      if (FUNCTIONS.contains(token) && function == null && operands.isEmpty()) {
        function = token;
      } else {
        operands.add(operand(token));
      }
    }
    if (piped != null) {
      operands.add(piped);
    }
    if (function != null) {
      return new Node.Call(function, operands);
    }
    if (operands.size() != 1) {
      throw unread();
    }
    return operands.getFirst();
  }

  private Node operand(String token) {
    char first = token.charAt(0);
    if (first == '(') {
      Node inner = pipeline();
      if (next >= tokens.size() || !tokens.get(next).startsWith(")")) {
        throw unread();
      }
      String fields = tokens.get(next).substring(1);
      next++;
      return fields.isEmpty() ? inner : new Node.Inner(inner, fields);
    }
    if (first == '"' || first == '`') {
      String inside = token.substring(1, token.length() - 1);
      return new Node.Literal(first == '`' ? inside : inside.translateEscapes());
    }
    if (first == '.' || first == '$') {
      return new Node.Path(token);
    }
    if (token.matches("-?\\d{1,18}")) {
      return new Node.Literal(Long.valueOf(token));
    }
    if (token.equals("true") || token.equals("false")) {
      return new Node.Literal(Boolean.valueOf(token));
    }
    throw new IllegalArgumentException("there is no function '" + token + "' here");
  }

  /** What it is there. */
  Object in(Scope scope) {
    return value(node, scope);
  }

  private static Object value(Node node, Scope scope) {
    return switch (node) {
      case Node.Literal(Object value) -> value;
      case Node.Inner(Node inner, String fields) -> field(value(inner, scope), fields);
      case Node.Path(String path) -> {
        int dot = path.indexOf('.');
        yield path.startsWith("$")
            ? field(
                scope.variable(dot < 0 ? path : path.substring(0, dot)),
                dot < 0 ? "" : path.substring(dot))
            : field(scope.dot(), path);
      }
      case Node.Call(String function, List<Node> arguments) ->
          call(function, arguments.stream().map(each -> value(each, scope)).toList());
    };
  }

  private static Object field(Object from, String path) {
    Object value = from;
    for (String name : path.split("\\.", -1)) {
      if (name.isEmpty()) {
        continue;
      }
      if (value instanceof Map<?, ?> map) {
        value = map.containsKey(name) ? map.get(name) : "<no value>";
      } else if (value instanceof Struct struct && struct.fields().containsKey(name)) {
        value = struct.fields().get(name);
      } else {
        throw new IllegalArgumentException("there is no " + path + " here: " + name);
      }
    }
    return value;
  }

  private static Object call(String function, List<Object> arguments) {
    return switch (function) {
      case "print" -> arguments.stream().map(GoExpression::text).collect(Collectors.joining(""));
      case "println" ->
          arguments.stream().map(GoExpression::text).collect(Collectors.joining(" ")) + "\n";
      case "printf" -> printed(arguments);
      case "len" -> (long) length(only(function, arguments));
      case "not" -> !isTrue(only(function, arguments));
      case "eq" -> arguments.stream().skip(1).anyMatch(arguments.getFirst()::equals);
      case "ne" -> arguments.size() == 2 && !arguments.getFirst().equals(arguments.get(1));
      case "and" ->
          arguments.stream().filter(each -> !isTrue(each)).findFirst().orElse(arguments.getLast());
      case "or" ->
          arguments.stream().filter(GoExpression::isTrue).findFirst().orElse(arguments.getLast());
      default -> throw new IllegalArgumentException("there is no function " + function);
    };
  }

  private static Object only(String function, List<Object> arguments) {
    if (arguments.size() != 1) {
      throw new IllegalArgumentException(function + " takes one value");
    }
    return arguments.getFirst();
  }

  private static int length(Object value) {
    return value instanceof String text ? text.length() : entries(value).size();
  }

  private static String printed(List<Object> arguments) {
    if (arguments.isEmpty()) {
      throw new IllegalArgumentException("printf takes a format");
    }
    Matcher verb = Pattern.compile("%(.)").matcher(text(arguments.getFirst()));
    StringBuilder printed = new StringBuilder();
    int used = 1;
    while (verb.find()) {
      String value;
      if (verb.group(1).equals("%")) {
        value = "%";
      } else if (used < arguments.size() && "svdq".contains(verb.group(1))) {
        value = text(arguments.get(used));
        value = verb.group(1).equals("q") ? "\"" + value + "\"" : value;
        used++;
      } else {
        throw new IllegalArgumentException("printf does not know what %" + verb.group(1) + " is");
      }
      verb.appendReplacement(printed, Matcher.quoteReplacement(value));
    }
    return verb.appendTail(printed).toString();
  }

  static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean yes -> yes;
      case String text -> !text.isEmpty();
      case Long number -> number != 0;
      case List<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> true;
    };
  }

  /** What {@code range} goes over, with each item's key. */
  static List<Map.Entry<Object, Object>> entries(Object value) {
    List<Map.Entry<Object, Object>> entries = new ArrayList<>();
    if (value instanceof List<?> list) {
      for (int i = 0; i < list.size(); i++) {
        entries.add(Map.entry((long) i, list.get(i)));
      }
    } else if (value instanceof Map<?, ?> map) {
      map.forEach((key, item) -> entries.add(Map.entry(key, item)));
    } else {
      throw new IllegalArgumentException("range goes over lists and maps only");
    }
    return entries;
  }

  static String text(Object value) {
    return switch (value) {
      case Struct(String text, _) when !text.isEmpty() -> text;
      case Struct _ ->
          throw new IllegalArgumentException(
              "a whole of several fields cannot be printed: name one of them");
      case List<?> list ->
          list.stream().map(GoExpression::text).collect(Collectors.joining(" ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> text(entry.getKey()) + ":" + text(entry.getValue()))
              .collect(Collectors.joining(" ", "map[", "]"));
      default -> String.valueOf(value);
    };
  }
}
