package dev.slipway.writer.offline;

import dev.slipway.events.value.Tag;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A policy that fits the tags in use, to be looked over by a person.
 *
 * @param yaml what stands behind {@code policy:}
 * @param why which shape was recognised
 */
record GuessedPolicy(String yaml, String why) {
  private static final Pattern SEMVER =
      Pattern.compile("v?(0|[1-9]\\d*)\\.(0|[1-9]\\d*)\\.(0|[1-9]\\d*)(-[0-9A-Za-z.-]+)?");
  private static final Pattern RELEASE = Pattern.compile("\\d+\\.\\d+\\.\\d+");
  private static final Pattern TIMESTAMP = Pattern.compile("(20\\d{6}-\\d{6})(-[0-9a-f]{7,40})?");
  private static final Pattern DENSE_TIMESTAMP = Pattern.compile("(20\\d{12})(-[0-9a-f]{7,40})?");
  private static final Pattern BUILD =
      Pattern.compile("([A-Za-z][\\w.-]*?)-([0-9a-f]{6,40})-(\\d{2,})");
  private static final Pattern NUMBERED_REVISION = Pattern.compile("([0-9a-f]{7,40})-(\\d{9,})");
  private static final Pattern INSIDE =
      Pattern.compile("([A-Za-z][\\w-]*?-)v?(\\d+\\.\\d+\\.\\d+)(-[A-Za-z]\\w*)?");
  private static final Pattern REVISION = Pattern.compile("[0-9a-f]{7,40}");

  /** The policy for tags of one image. */
  static GuessedPolicy of(List<Tag> tags, Optional<String> fluxFilter) {
    String tag = tags.getFirst().toString();
    return fluxFilter.flatMap(filter -> ofFluxFilter(filter, tag)).orElseGet(() -> of(tag));
  }

  private static GuessedPolicy of(String tag) {
    Matcher semver = SEMVER.matcher(tag);
    Matcher timestamp = TIMESTAMP.matcher(tag);
    Matcher dense = DENSE_TIMESTAMP.matcher(tag);
    Matcher build = BUILD.matcher(tag);
    Matcher inside = INSIDE.matcher(tag);
    if (semver.matches()) {
      boolean pre = semver.group(4) != null;
      String version = tag.startsWith("v") ? tag.substring(1) : tag;
      return new GuessedPolicy(
          "{semver: " + quoted(">=" + (pre ? version : plain(version))) + "}",
          "semantic versions" + (pre ? ", pre-releases too" : ""));
    }
    if (RELEASE.matcher(tag).matches()) {
      return new GuessedPolicy("{release: true}", "three numbers and two dots");
    }
    if (timestamp.matches()) {
      return timestamp("\\d{8}-\\d{6}", timestamp.group(2), "yyyyMMdd-HHmmss");
    }
    if (dense.matches()) {
      return timestamp("\\d{14}", dense.group(2), "yyyyMMddHHmmss");
    }
    if (build.matches()) {
      return new GuessedPolicy(
          "{numerical: asc, filter: {pattern: "
              + quoted("^" + escaped(build.group(1)) + "-[a-f0-9]+-(?P<build>[0-9]+)$")
              + ", extract: $build}}",
          "a branch, a revision and a growing number");
    }
    if (NUMBERED_REVISION.matcher(tag).matches()) {
      return new GuessedPolicy(
          "{numerical: asc, filter: {pattern: '^[a-f0-9]+-(?P<build>[0-9]+)$', extract: $build}}",
          "a revision and a growing number");
    }
    if (inside.matches()) {
      String end = inside.group(3) == null ? "" : inside.group(3);
      return new GuessedPolicy(
          "{semver: '>=0.0.0', filter: {pattern: "
              + quoted(
                  "^"
                      + escaped(inside.group(1))
                      + "v?(?P<version>[0-9]+\\.[0-9]+\\.[0-9]+)"
                      + escaped(end)
                      + "$")
              + ", extract: $version}}",
          "a version inside a longer tag");
    }
    if (tag.matches("\\d+")) {
      return new GuessedPolicy("{numerical: asc}", "numbers");
    }
    if (REVISION.matcher(tag).matches()) {
      return new GuessedPolicy(
          "{newest-build: true}", "Git revisions, which have no order of their own");
    }
    return new GuessedPolicy("{digest: " + quoted(tag) + "}", "a tag that moves");
  }

  /** Flux v1's annotations: {@code glob:}, {@code semver:}, {@code regexp:}. */
  private static Optional<GuessedPolicy> ofFluxFilter(String filter, String tag) {
    int colon = filter.indexOf(':');
    String kind = colon < 0 ? "glob" : filter.substring(0, colon);
    String value = filter.substring(colon + 1);
    return switch (kind) {
      case "semver" ->
          Optional.of(new GuessedPolicy("{semver: " + quoted(value) + "}", "Flux v1's " + filter));
      case "glob" -> {
        GuessedPolicy guessed = of(tag);
        if (guessed.yaml().contains("filter:")) {
          yield Optional.empty();
        }
        StringBuilder pattern = new StringBuilder("^");
        for (String literal : value.split("(?=[*?])|(?<=[*?])", -1)) {
          pattern.append(literal.equals("*") ? ".*" : literal.equals("?") ? "." : escaped(literal));
        }
        yield Optional.of(
            value.equals("*")
                ? guessed
                : new GuessedPolicy(
                    "{newest-build: true, filter: {pattern: " + quoted(pattern + "$") + "}}",
                    "Flux v1's " + filter));
      }
      case "regex", "regexp" ->
          Optional.of(
              new GuessedPolicy(
                  "{newest-build: true, filter: {pattern: " + quoted(value) + "}}",
                  "Flux v1's " + filter));
      default -> Optional.empty();
    };
  }

  /** What to use where this one is not known to the version of Slipway at hand. */
  GuessedPolicy orStanding(Tag tag) {
    return new GuessedPolicy("{digest: " + quoted(tag.toString()) + "}", why + "; stays as it is");
  }

  private static GuessedPolicy timestamp(String digits, @Nullable String revision, String format) {
    return new GuessedPolicy(
        "{timestamp: {pattern: "
            + quoted("^(?<ts>" + digits + ")" + (revision == null ? "" : "-[0-9a-f]{7,40}") + "$")
            + ", format: "
            + format
            + "}}",
        "the time of the build");
  }

  private static String plain(String version) {
    return version.replaceFirst("-.*", "");
  }

  private static String escaped(String literal) {
    return literal.replaceAll("([.\\\\+*?\\[\\]^$(){}|])", "\\\\$1");
  }

  static String quoted(String text) {
    return "'" + text.replace("'", "''") + "'";
  }
}
