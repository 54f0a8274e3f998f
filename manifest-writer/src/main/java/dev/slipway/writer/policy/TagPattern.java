package dev.slipway.writer.policy;

import com.google.re2j.Matcher;
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * A regular expression of RE2, matched anywhere in a tag, as Flux does. Named groups may be spelled
 * {@code (?P<x>...)}, {@code (?<x>...)} or {@code (?'x'...)}.
 */
final class TagPattern {
  private final Pattern pattern;

  private TagPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /**
   * Compiles a pattern.
   *
   * @throws IllegalArgumentException where it is none, or needs what RE2 leaves out on purpose
   *     (look-ahead, back-references): those can take exponential time
   */
  static TagPattern compile(String pattern) {
    try {
      return new TagPattern(Pattern.compile(inRe2(pattern)));
    } catch (PatternSyntaxException e) {
      boolean perl = String.valueOf(e.getMessage()).contains("Perl");
      throw new IllegalArgumentException(
          "pattern '"
              + pattern
              + "' is not valid: "
              + e.getDescription()
              + " at '"
              + e.getPattern()
              + "'"
              + (perl ? " (RE2 has no look-ahead, look-behind and back-references)" : ""),
          e);
    }
  }

  Set<String> groupNames() {
    return pattern.namedGroups().keySet();
  }

  int groupCount() {
    return pattern.groupCount();
  }

  /** What one group matched; an absent group is empty. */
  interface Match {
    String group(String name);

    String group(int number);
  }

  /** What the first match in this text gives. */
  <T> Optional<T> find(String text, Function<Match, T> read) {
    Matcher matcher = pattern.matcher(text);
    if (!matcher.find()) {
      return Optional.empty();
    }
    return Optional.of(
        read.apply(
            new Match() {
              @Override
              public String group(String name) {
                return Optional.ofNullable(matcher.group(name)).orElse("");
              }

              @Override
              public String group(int number) {
                return Optional.ofNullable(matcher.group(number)).orElse("");
              }
            }));
  }

  /** Rewrites {@code (?'x'...)}; not where it is escaped or in a class. */
  private static String inRe2(String pattern) {
    StringBuilder re2 = new StringBuilder();
    boolean inClass = false;
    int at = 0;
    while (at < pattern.length()) {
      char character = pattern.charAt(at);
      int quote = pattern.indexOf('\'', at + 3);
      if (character == '\\' && at + 1 < pattern.length()) {
        re2.append(pattern, at, at + 2);
        at += 2;
      } else if (!inClass && pattern.startsWith("(?'", at) && quote > 0) {
        re2.append("(?P<").append(pattern, at + 3, quote).append('>');
        at = quote + 1;
      } else {
        inClass = character == '[' || (inClass && character != ']');
        re2.append(character);
        at++;
      }
    }
    return re2.toString();
  }

  @Override
  public String toString() {
    return pattern.pattern();
  }
}
