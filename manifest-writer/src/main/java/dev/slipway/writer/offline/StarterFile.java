package dev.slipway.writer.offline;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The text of a {@code slipway.yaml} to start from, as it grows. */
final class StarterFile {
  /**
   * An environment of it.
   *
   * @param promotesFrom the environment that proves its images; absent where it follows them
   * @param after environments that must run first
   * @param observedBecause why it is only to be observed; absent where it may be applied
   */
  record Declared(
      String name,
      String cluster,
      String path,
      List<String> follow,
      @Nullable String promotesFrom,
      List<String> after,
      @Nullable String observedBecause) {
    Declared {
      follow = List.copyOf(follow);
      after = List.copyOf(after);
    }
  }

  private final StringBuilder text = new StringBuilder();

  StarterFile() {
    line("# To start from: look over the policies, and name the clusters as the cluster-applier's");
    line("# settings do (slipway.applier.clusters).");
    line("version: 1");
  }

  void line(String line) {
    text.append(line).append('\n');
  }

  void environment(Declared declared) {
    line("  " + key(declared.name()) + ":");
    line("    cluster: " + key(declared.cluster()));
    line("    path: " + (declared.path().isEmpty() ? "." : key(declared.path())));
    String from = declared.promotesFrom();
    if (from != null) {
      line("    promote: {from: " + key(from) + "}  # by hand, what has run there");
    }
    if (!declared.follow().isEmpty()) {
      line("    follow: " + keys(declared.follow()));
    }
    String why = declared.observedBecause();
    if (why != null) {
      line("    # Only observed: " + why.replaceAll("\\s+", " "));
    }
    String rules =
        Stream.of(
                why == null ? "" : "mode: observe",
                declared.after().isEmpty() ? "" : "dependsOn: " + keys(declared.after()))
            .filter(rule -> !rule.isEmpty())
            .collect(Collectors.joining(", "));
    if (!rules.isEmpty()) {
      line("    apply: {" + rules + "}");
    }
    line("    create: true");
  }

  private static String keys(List<String> names) {
    return "[" + names.stream().map(StarterFile::key).collect(Collectors.joining(", ")) + "]";
  }

  /** A name as YAML reads it back: in quotes where it would be something else. */
  static String key(String name) {
    return name.matches("[A-Za-z][A-Za-z0-9_./-]*")
            && !name.matches("(?i)y|n|yes|no|on|off|true|false|null")
        ? name
        : GuessedPolicy.quoted(name);
  }

  @Override
  public String toString() {
    return text.toString();
  }
}
