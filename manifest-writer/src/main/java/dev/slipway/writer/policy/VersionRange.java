package dev.slipway.writer.policy;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A range of versions in the words of Masterminds/semver 3, which Flux and Helm use: {@code >=1.2
 * <2}, {@code ^1.4}, {@code ~2.0 || 3.x}, {@code 1.2 - 1.4}.
 *
 * <p>Pre-releases count only in an alternative that names one, as {@code >=1.0.0-0} does; then in
 * all of it, also of other versions (npm differs there).
 */
final class VersionRange {
  /** As Masterminds': more is refused, whatever it says. */
  private static final int MAX_LENGTH = 512;

  private static final int MAX_ALTERNATIVES = 32;

  private static final Pattern HYPHEN =
      Pattern.compile("\\s*(" + Comparison.VERSION + ")\\s+-\\s+(" + Comparison.VERSION + ")\\s*");
  private static final Pattern COMPARISON =
      Pattern.compile("(" + Comparison.OPERATORS + ")\\s*(" + Comparison.VERSION + ")");
  private static final Pattern GAP = Pattern.compile("\\s*,\\s*|\\s+");

  private final List<List<Comparison>> alternatives;

  private VersionRange(List<List<Comparison>> alternatives) {
    this.alternatives = alternatives;
  }

  /** What a version lacks to be in the range. */
  enum Membership {
    INSIDE,
    OUTSIDE,
    /** It would be inside, but is a pre-release, and the range names none. */
    PRE_RELEASE
  }

  /**
   * Reads a range.
   *
   * @throws IllegalArgumentException where the text is none
   */
  static VersionRange parse(String value) {
    if (value.length() > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "semver range '" + value + "' is longer than " + MAX_LENGTH + " characters");
    }
    String[] parts = HYPHEN.matcher(value).replaceAll(">=$1, <=$2 ").split("\\|\\|", -1);
    if (parts.length > MAX_ALTERNATIVES) {
      throw new IllegalArgumentException(
          "semver range '" + value + "' has more than " + MAX_ALTERNATIVES + " alternatives");
    }
    List<List<Comparison>> alternatives = new ArrayList<>();
    for (String alternative : parts) {
      alternatives.add(alternative(alternative, value));
    }
    return new VersionRange(alternatives);
  }

  private static List<Comparison> alternative(String text, String whole) {
    String rest = text.strip();
    List<Comparison> comparisons = new ArrayList<>();
    Matcher comparison = COMPARISON.matcher(rest);
    Matcher gap = GAP.matcher(rest);
    int at = 0;
    do {
      if (!comparison.find(at) || comparison.start() != at) {
        throw notValid(whole, rest, at);
      }
      comparisons.add(Comparison.parse(comparison.group(1), comparison.group(2)));
      at = comparison.end();
      if (at < rest.length()) {
        if (!gap.find(at) || gap.start() != at) {
          throw notValid(whole, rest, at);
        }
        at = gap.end();
      }
    } while (at < rest.length());
    if (rest.endsWith(",")) {
      throw notValid(whole, rest, rest.length() - 1);
    }
    return comparisons;
  }

  private static IllegalArgumentException notValid(String whole, String rest, int at) {
    return new IllegalArgumentException(
        "semver range '" + whole + "' is not valid at '" + rest.substring(at) + "'");
  }

  Membership membership(SemanticVersion version) {
    boolean wouldFit = false;
    for (List<Comparison> alternative : alternatives) {
      boolean namesPreRelease = alternative.stream().anyMatch(Comparison::namesPreRelease);
      if (alternative.stream().allMatch(comparison -> comparison.accepts(version))) {
        if (!version.isPreRelease() || namesPreRelease) {
          return Membership.INSIDE;
        }
        wouldFit = true;
      }
    }
    return wouldFit ? Membership.PRE_RELEASE : Membership.OUTSIDE;
  }
}
