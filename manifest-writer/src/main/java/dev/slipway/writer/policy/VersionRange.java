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
  private static final Pattern HYPHEN =
      Pattern.compile("(" + Comparison.VERSION + ")\\s+-\\s+(" + Comparison.VERSION + ")");
  private static final Pattern COMPARISON =
      Pattern.compile(
          "\\s*("
              + Comparison.OPERATORS
              + ")\\s*("
              + Comparison.VERSION
              + ")\\s*(?:,|(?=\\s)|(?<=\\s)|$)");

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
    List<List<Comparison>> alternatives = new ArrayList<>();
    for (String alternative : value.split("\\|\\|", -1)) {
      alternatives.add(alternative(alternative, value));
    }
    return new VersionRange(alternatives);
  }

  private static List<Comparison> alternative(String text, String whole) {
    String rest = HYPHEN.matcher(text).replaceAll(">=$1 <=$2").strip();
    List<Comparison> comparisons = new ArrayList<>();
    Matcher matcher = COMPARISON.matcher(rest);
    int at = 0;
    while (at < rest.length() && matcher.find(at) && matcher.start() == at) {
      comparisons.add(Comparison.parse(matcher.group(1), matcher.group(2)));
      at = matcher.end();
    }
    if (comparisons.isEmpty() || at < rest.length()) {
      throw new IllegalArgumentException(
          "semver range '" + whole + "' is not valid at '" + rest.substring(at) + "'");
    }
    return comparisons;
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
