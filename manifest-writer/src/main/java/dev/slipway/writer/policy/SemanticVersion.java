package dev.slipway.writer.policy;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A version of three numbers, perhaps with a pre-release (SemVer 2.0.0).
 *
 * <p>Numbers have no limit: a build's time in the third ({@code 1.0.20250714163912}) is common, and
 * more than an int holds.
 *
 * @param preRelease its identifiers; empty for a release
 */
record SemanticVersion(
    BigInteger major, BigInteger minor, BigInteger patch, List<String> preRelease)
    implements Comparable<SemanticVersion> {
  private static final String NUMBER = "(0|[1-9]\\d*)";
  private static final String IDENTIFIER = "(?:0|[1-9]\\d*|\\d*[a-zA-Z-][0-9a-zA-Z-]*)";
  private static final Pattern GRAMMAR =
      Pattern.compile(
          "v?%1$s\\.%1$s\\.%1$s(?:-(%2$s(?:\\.%2$s)*))?(?:\\+[0-9A-Za-z.-]+)?"
              .formatted(NUMBER, IDENTIFIER));
  private static final Pattern DIGITS = Pattern.compile("\\d+");

  SemanticVersion {
    preRelease = List.copyOf(preRelease);
  }

  /** Reads {@code 1.2.3} and {@code v1.2.3-rc.1}; two numbers alone are no version, as for Flux. */
  static Optional<SemanticVersion> tryParse(String value) {
    Matcher matcher = GRAMMAR.matcher(value);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    String preRelease = matcher.group(4);
    return Optional.of(
        new SemanticVersion(
            new BigInteger(matcher.group(1)),
            new BigInteger(matcher.group(2)),
            new BigInteger(matcher.group(3)),
            preRelease == null ? List.of() : List.of(preRelease.split("\\."))));
  }

  boolean isPreRelease() {
    return !preRelease.isEmpty();
  }

  @Override
  public int compareTo(SemanticVersion other) {
    int order = major.compareTo(other.major);
    order = order != 0 ? order : minor.compareTo(other.minor);
    order = order != 0 ? order : patch.compareTo(other.patch);
    return order != 0 ? order : comparePreRelease(preRelease, other.preRelease);
  }

  /** A release comes after its pre-releases; a longer list after its own beginning. */
  private static int comparePreRelease(List<String> mine, List<String> theirs) {
    if (mine.isEmpty() || theirs.isEmpty()) {
      return Boolean.compare(mine.isEmpty(), theirs.isEmpty());
    }
    for (int i = 0; i < Math.min(mine.size(), theirs.size()); i++) {
      int order = compareIdentifier(mine.get(i), theirs.get(i));
      if (order != 0) {
        return order;
      }
    }
    return Integer.compare(mine.size(), theirs.size());
  }

  private static int compareIdentifier(String mine, String theirs) {
    boolean number = DIGITS.matcher(mine).matches();
    if (number != DIGITS.matcher(theirs).matches()) {
      return number ? -1 : 1;
    }
    return number ? new BigInteger(mine).compareTo(new BigInteger(theirs)) : mine.compareTo(theirs);
  }

  @Override
  public String toString() {
    return major
        + "."
        + minor
        + "."
        + patch
        + (preRelease.isEmpty() ? "" : "-" + String.join(".", preRelease));
  }
}
