package dev.slipway.writer.flux;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Carries out a template once. Values are texts, numbers, truths, lists and maps. */
final class TemplateRun {
  private static final int LONGEST = 100_000;

  private final Map<String, Object> data;
  private final StringBuilder text;
  private Object dot;
  private final Map<String, Object> variables = new HashMap<>();

  TemplateRun(Map<String, Object> data, StringBuilder text) {
    this.data = data;
    this.text = text;
    this.dot = data;
  }

  void run(List<MessageTemplate.Piece> pieces) {
    for (MessageTemplate.Piece piece : pieces) {
      switch (piece) {
        case MessageTemplate.Piece.Text(String words) -> append(words);
        case MessageTemplate.Piece.Value(List<String> words) -> append(shown(evaluate(words)));
        case MessageTemplate.Piece.Set(String variable, List<String> words) ->
            variables.put(variable, evaluate(words));
        case MessageTemplate.Piece.If(var words, var then, var otherwise) ->
            run(isTrue(evaluate(words)) ? then : otherwise);
        case MessageTemplate.Piece.With(var words, var then, var otherwise) -> {
          Object value = evaluate(words);
          if (isTrue(value)) {
            within(value, then);
          } else {
            run(otherwise);
          }
        }
        case MessageTemplate.Piece.Range range -> range(range);
      }
    }
  }

  private void append(String words) {
    text.append(words);
    if (text.length() > LONGEST) {
      throw new IllegalArgumentException("the message is longer than " + LONGEST + " characters");
    }
  }

  private void within(Object value, List<MessageTemplate.Piece> pieces) {
    Object before = dot;
    dot = value;
    run(pieces);
    dot = before;
  }

  private void range(MessageTemplate.Piece.Range range) {
    Object value = evaluate(range.words());
    if (!isTrue(value)) {
      run(range.otherwise());
      return;
    }
    switch (value) {
      case Map<?, ?> map ->
          map.forEach(
              (key, each) -> one(range, Objects.requireNonNull(key), Objects.requireNonNull(each)));
      case List<?> list -> {
        for (int i = 0; i < list.size(); i++) {
          one(range, (long) i, Objects.requireNonNull(list.get(i)));
        }
      }
      default -> throw new IllegalArgumentException("'range' cannot go through " + shown(value));
    }
  }

  private void one(MessageTemplate.Piece.Range range, Object key, Object value) {
    List<String> names = range.variables();
    if (names.size() == 2) {
      variables.put(names.get(0), key);
    }
    if (!names.isEmpty()) {
      variables.put(names.getLast(), value);
    }
    within(value, range.body());
  }

  /** A pipeline: each command's value is the last argument of the next. */
  private Object evaluate(List<String> words) {
    Object value = null;
    int from = 0;
    int depth = 0;
    for (int i = 0; i <= words.size(); i++) {
      String word = i == words.size() ? "|" : words.get(i);
      depth += word.equals("(") ? 1 : word.equals(")") ? -1 : 0;
      if (word.equals("|") && depth == 0) {
        value = command(words.subList(from, i), value);
        from = i + 1;
      }
    }
    return Objects.requireNonNull(value);
  }

  private Object command(List<String> words, @Nullable Object piped) {
    List<Object> arguments = new ArrayList<>();
    String function = null;
    for (int i = 0; i < words.size(); i++) {
      String word = words.get(i);
      if (word.equals("(")) {
        int close = closing(words, i);
        arguments.add(evaluate(words.subList(i + 1, close)));
        i = close;
      } else if (i == 0 && Character.isLetter(word.charAt(0)) && !isLiteral(word)) {
        function = word;
      } else {
        arguments.add(operand(word));
      }
    }
    if (piped != null) {
      arguments.add(piped);
    }
    if (function != null) {
      return TemplateFunctions.call(function, arguments);
    }
    if (arguments.size() != 1) {
      throw new IllegalArgumentException("'" + String.join(" ", words) + "' is not understood");
    }
    return arguments.getFirst();
  }

  private static int closing(List<String> words, int open) {
    int depth = 0;
    for (int i = open; i < words.size(); i++) {
      depth += words.get(i).equals("(") ? 1 : words.get(i).equals(")") ? -1 : 0;
      if (depth == 0) {
        return i;
      }
    }
    throw new IllegalArgumentException("there is a '(' without its ')'");
  }

  private static boolean isLiteral(String word) {
    return word.equals("true") || word.equals("false") || word.equals("nil");
  }

  private Object operand(String word) {
    if (word.equals(".")) {
      return dot;
    }
    if (word.startsWith(".")) {
      return field(dot, word.substring(1));
    }
    if (word.startsWith("$")) {
      int end = word.indexOf('.');
      String name = end < 0 ? word : word.substring(0, end);
      Object value = name.equals("$") ? data : variables.get(name);
      if (value == null) {
        throw new IllegalArgumentException("there is no variable " + name);
      }
      return end < 0 ? value : field(value, word.substring(end + 1));
    }
    if (word.startsWith("\"")) {
      return word.substring(1, word.length() - 1).translateEscapes();
    }
    if (word.startsWith("`")) {
      return word.substring(1, word.length() - 1);
    }
    if (word.matches("-?\\d{1,18}")) {
      return Long.valueOf(word);
    }
    if (word.equals("true") || word.equals("false")) {
      return Boolean.valueOf(word);
    }
    throw new IllegalArgumentException("'" + word + "' is not understood");
  }

  private static Object field(Object value, String path) {
    Object found = value;
    for (String name : path.split("\\.", -1)) {
      Object next = found instanceof Map<?, ?> map ? map.get(name) : null;
      if (next == null) {
        if (found instanceof MessageData.Values) {
          next = "";
        } else {
          throw new IllegalArgumentException("there is no field ." + path);
        }
      }
      found = next;
    }
    return found;
  }

  static boolean isTrue(Object value) {
    return switch (value) {
      case Boolean truth -> truth;
      case Long number -> number != 0;
      case Collection<?> list -> !list.isEmpty();
      case Map<?, ?> map -> !map.isEmpty();
      default -> !value.toString().isEmpty();
    };
  }

  static String shown(@Nullable Object value) {
    return switch (value) {
      case null -> "";
      case MessageData.Named named -> named.toString();
      case Collection<?> list ->
          list.stream().map(TemplateRun::shown).collect(Collectors.joining(" ", "[", "]"));
      case Map<?, ?> map ->
          map.entrySet().stream()
              .map(entry -> shown(entry.getKey()) + ":" + shown(entry.getValue()))
              .collect(Collectors.joining(" ", "map[", "]"));
      default -> value.toString();
    };
  }
}
