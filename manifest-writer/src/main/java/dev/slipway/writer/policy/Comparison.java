package dev.slipway.writer.policy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * One comparison of a range: an operator and a version that may end early.
 *
 * @param bound with zeros for what is not said
 * @param said how many of its three numbers are said
 */
record Comparison(Operator operator, SemanticVersion bound, int said) {
  static final String OPERATORS = "=|!=|>=|=>|<=|=<|>|<|~>|~|\\^|";
  static final String VERSION =
      "v?(?:\\d+|[xX*])(?:\\.(?:\\d+|[xX*]))?(?:\\.(?:\\d+|[xX*]))?"
          + "(?:-[0-9A-Za-z-]+(?:\\.[0-9A-Za-z-]+)*)?(?:\\+[0-9A-Za-z.-]+)?";
  private static final Pattern PARTS =
      Pattern.compile(
          "v?([0-9]+|[xX*])(?:\\.([0-9]+|[xX*]))?(?:\\.([0-9]+|[xX*]))?(?:-([0-9A-Za-z.-]+))?(?:\\+.*)?");

  enum Operator {
    EQUAL,
    NOT_EQUAL,
    GREATER,
    AT_LEAST,
    LESS,
    AT_MOST,
    TILDE,
    CARET
  }

  static Comparison parse(String operator, String version) {
    Matcher parts = PARTS.matcher(version);
    if (!parts.matches()) {
      throw new IllegalArgumentException("'" + version + "' is no version");
    }
    int said = 0;
    while (said < 3 && isNumber(parts.group(said + 1))) {
      said++;
    }
    String preRelease = parts.group(4);
    return new Comparison(
        operator(operator),
        new SemanticVersion(
            number(parts, 1, said),
            number(parts, 2, said),
            number(parts, 3, said),
            preRelease == null ? List.of() : List.of(preRelease.split("\\."))),
        said);
  }

  private static boolean isNumber(@Nullable String part) {
    return part != null && Character.isDigit(part.charAt(0));
  }

  private static BigInteger number(Matcher parts, int group, int said) {
    return group > said
        ? BigInteger.ZERO
        : new BigInteger(Optional.ofNullable(parts.group(group)).orElseThrow());
  }

  private static Operator operator(String text) {
    return switch (text) {
      case "", "=" -> Operator.EQUAL;
      case "!=" -> Operator.NOT_EQUAL;
      case ">" -> Operator.GREATER;
      case ">=", "=>" -> Operator.AT_LEAST;
      case "<" -> Operator.LESS;
      case "<=", "=<" -> Operator.AT_MOST;
      case "~", "~>" -> Operator.TILDE;
      case "^" -> Operator.CARET;
      default -> throw new IllegalArgumentException("'" + text + "' is no operator");
    };
  }

  boolean namesPreRelease() {
    return bound.isPreRelease();
  }

  /**
   * Without regard to whether pre-releases count. Where even the first number is a wildcard, the
   * bound is 0.0.0, with all that follows from it.
   */
  boolean accepts(SemanticVersion version) {
    int order = version.compareTo(bound);
    return switch (operator) {
      case EQUAL -> said == 3 ? order == 0 : tilde(version, order);
      case NOT_EQUAL -> differs(version, order);
      case GREATER -> isEnd(said) ? order > 0 : order > 0 && !agrees(version, said);
      case AT_LEAST -> order >= 0;
      case LESS -> order < 0;
      case AT_MOST -> said == 3 ? order <= 0 : order <= 0 || agrees(version, said == 0 ? 2 : said);
      case TILDE -> tilde(version, order);
      case CARET -> caret(version, order);
    };
  }

  private static boolean isEnd(int said) {
    return said == 0 || said == 3;
  }

  private boolean differs(SemanticVersion version, int order) {
    if (isEnd(said) || !agrees(version, said)) {
      return order != 0 || !isEnd(said);
    }
    return said == 2
        && (version.isPreRelease() || bound.isPreRelease())
        && !version.preRelease().equals(bound.preRelease());
  }

  /** {@code ~1.2.3} and {@code ~1.2} stay in 1.2, {@code ~1} in 1; {@code ~0.0.0} is no limit. */
  private boolean tilde(SemanticVersion version, int order) {
    boolean allZero =
        bound.major().signum() == 0 && bound.minor().signum() == 0 && bound.patch().signum() == 0;
    return order >= 0 && ((isEnd(said) && allZero) || agrees(version, Math.min(said, 2)));
  }

  /** The leftmost number that is not zero stays. */
  private boolean caret(SemanticVersion version, int order) {
    int fixed = 1;
    if (bound.major().signum() == 0 && said != 1) {
      fixed = bound.minor().signum() != 0 || said == 2 ? 2 : 3;
    }
    return order >= 0 && agrees(version, fixed);
  }

  private boolean agrees(SemanticVersion version, int numbers) {
    return (numbers < 1 || version.major().equals(bound.major()))
        && (numbers < 2 || version.minor().equals(bound.minor()))
        && (numbers < 3 || version.patch().equals(bound.patch()));
  }
}
