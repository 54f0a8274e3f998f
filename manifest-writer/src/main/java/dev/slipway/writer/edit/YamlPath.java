package dev.slipway.writer.edit;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The way to a value: {@code image.tag}, {@code containers[0].image}, {@code
 * containers[name=web].image}, {@code annotations["a.b/c"]}.
 *
 * @param steps from the document's root
 * @param written as the configuration says it
 */
public record YamlPath(List<Step> steps, String written) {
  private static final Pattern STEP =
      Pattern.compile(
          "\\[(?<index>\\d{1,9})]"
              + "|\\[\"(?<double>[^\"]+)\"]|\\['(?<single>[^']+)']"
              + "|\\[(?<field>[^=\\[\\]\"']+)=(?<value>[^\\[\\]]*)]"
              + "|\\.?\"(?<quoted>[^\"]+)\""
              + "|\\.?(?<key>[^.\\[\\]\"']+)");

  public YamlPath {
    steps = List.copyOf(steps);
  }

  /** One step down. */
  public sealed interface Step {
    record Key(String name) implements Step {
      @Override
      public String toString() {
        return "'" + name + "'";
      }
    }

    record Index(int index) implements Step {
      @Override
      public String toString() {
        return "[" + index + "]";
      }
    }

    /** The item whose field holds this value. */
    record Where(String field, String value) implements Step {
      @Override
      public String toString() {
        return "[" + field + "=" + value + "]";
      }
    }
  }

  /**
   * Reads what {@link #toString} says.
   *
   * @throws IllegalArgumentException where the text is no path
   */
  public static YamlPath parse(String value) {
    List<Step> steps = new ArrayList<>();
    Matcher matcher = STEP.matcher(value);
    int at = 0;
    while (at < value.length()) {
      if (!matcher.find(at) || matcher.start() != at || (at == 0 && value.startsWith("."))) {
        throw new IllegalArgumentException(
            "path '"
                + value
                + "' is not valid at '"
                + value.substring(at)
                + "': expected keys with dots, [0], [name=web] or [\"a key\"]");
      }
      steps.add(step(matcher));
      at = matcher.end();
    }
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("path must not be empty");
    }
    return new YamlPath(steps, value);
  }

  private static Step step(Matcher matcher) {
    if (matcher.group("index") != null) {
      return new Step.Index(Integer.parseInt(matcher.group("index")));
    }
    if (matcher.group("field") != null) {
      return new Step.Where(matcher.group("field"), matcher.group("value"));
    }
    for (String group : List.of("double", "single", "quoted")) {
      if (matcher.group(group) != null) {
        return new Step.Key(matcher.group(group));
      }
    }
    return new Step.Key(matcher.group("key"));
  }

  @Override
  public String toString() {
    return written;
  }
}
