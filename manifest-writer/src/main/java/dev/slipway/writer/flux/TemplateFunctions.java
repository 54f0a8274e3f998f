package dev.slipway.writer.flux;

import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** The functions of Go's templates, and of Sprig's, that commit messages use. */
final class TemplateFunctions {
  private static final Pattern VERB = Pattern.compile("%([-+]?\\d*)([a-zA-Z%])");

  private TemplateFunctions() {}

  static Object call(String name, List<Object> arguments) {
    try {
      return switch (name) {
        case "print" -> arguments.stream().map(TemplateRun::shown).collect(Collectors.joining());
        case "println" ->
            arguments.stream().map(TemplateRun::shown).collect(Collectors.joining(" ")) + "\n";
        case "printf" -> printf(text(arguments, 0), arguments.subList(1, arguments.size()));
        case "len" -> (long) size(arguments.getFirst());
        case "index" -> index(arguments.get(0), arguments.get(1));
        case "eq" ->
            arguments.subList(1, arguments.size()).stream().anyMatch(arguments.get(0)::equals);
        case "ne" -> !arguments.get(0).equals(arguments.get(1));
        case "gt" -> (Long) arguments.get(0) > (Long) arguments.get(1);
        case "ge" -> (Long) arguments.get(0) >= (Long) arguments.get(1);
        case "lt" -> (Long) arguments.get(0) < (Long) arguments.get(1);
        case "le" -> (Long) arguments.get(0) <= (Long) arguments.get(1);
        case "not" -> !TemplateRun.isTrue(arguments.get(0));
        case "and" ->
            arguments.stream()
                .filter(each -> !TemplateRun.isTrue(each))
                .findFirst()
                .orElse(arguments.getLast());
        case "or" ->
            arguments.stream().filter(TemplateRun::isTrue).findFirst().orElse(arguments.getLast());
        case "upper" -> text(arguments, 0).toUpperCase(Locale.ROOT);
        case "lower" -> text(arguments, 0).toLowerCase(Locale.ROOT);
        case "trim" -> text(arguments, 0).strip();
        case "quote" -> "\"" + text(arguments, 0) + "\"";
        case "squote" -> "'" + text(arguments, 0) + "'";
        case "base" -> text(arguments, 0).replaceFirst(".*/", "");
        case "dir" -> text(arguments, 0).replaceFirst("/[^/]*$", "");
        case "contains" -> text(arguments, 1).contains(text(arguments, 0));
        case "hasPrefix" -> text(arguments, 1).startsWith(text(arguments, 0));
        case "hasSuffix" -> text(arguments, 1).endsWith(text(arguments, 0));
        case "trimPrefix" ->
            text(arguments, 1).startsWith(text(arguments, 0))
                ? text(arguments, 1).substring(text(arguments, 0).length())
                : text(arguments, 1);
        case "trimSuffix" ->
            text(arguments, 1).endsWith(text(arguments, 0))
                ? text(arguments, 1)
                    .substring(0, text(arguments, 1).length() - text(arguments, 0).length())
                : text(arguments, 1);
        case "replace" -> text(arguments, 2).replace(text(arguments, 0), text(arguments, 1));
        case "trunc" ->
            text(arguments, 1)
                .substring(0, (int) Math.min((Long) arguments.get(0), size(text(arguments, 1))));
        case "default" ->
            TemplateRun.isTrue(arguments.get(1)) ? arguments.get(1) : arguments.get(0);
        case "join" ->
            ((Collection<?>) arguments.get(1))
                .stream().map(TemplateRun::shown).collect(Collectors.joining(text(arguments, 0)));
        default ->
            throw new IllegalArgumentException("the function '" + name + "' is not known here");
      };
    } catch (IndexOutOfBoundsException | ClassCastException e) {
      throw new IllegalArgumentException("'" + name + "' is given the wrong arguments", e);
    }
  }

  private static String text(List<Object> arguments, int index) {
    return TemplateRun.shown(arguments.get(index));
  }

  private static int size(Object value) {
    return switch (value) {
      case Collection<?> list -> list.size();
      case Map<?, ?> map -> map.size();
      default -> value.toString().length();
    };
  }

  private static Object index(Object value, Object key) {
    Object found =
        switch (value) {
          case Map<?, ?> map -> map.get(key);
          case List<?> list -> list.get(((Long) key).intValue());
          default -> null;
        };
    return found == null ? "" : found;
  }

  private static String printf(String format, List<Object> values) {
    StringBuilder text = new StringBuilder();
    Matcher verb = VERB.matcher(format);
    int next = 0;
    while (verb.find()) {
      String shown =
          switch (verb.group(2)) {
            case "%" -> "%";
            case "s", "v", "d" -> padded(verb.group(1), TemplateRun.shown(values.get(next++)));
            case "q" -> "\"" + TemplateRun.shown(values.get(next++)) + "\"";
            default ->
                throw new IllegalArgumentException(
                    "printf's '" + verb.group() + "' is not known here");
          };
      verb.appendReplacement(text, Matcher.quoteReplacement(shown));
    }
    verb.appendTail(text);
    return text.toString();
  }

  private static String padded(String width, String text) {
    if (width.isEmpty() || width.equals("-") || width.equals("+")) {
      return text;
    }
    int least = Math.min(Math.abs(Integer.parseInt(width)), 200);
    String blanks = " ".repeat(Math.max(0, least - text.length()));
    return width.startsWith("-") ? text + blanks : blanks + text;
  }
}
