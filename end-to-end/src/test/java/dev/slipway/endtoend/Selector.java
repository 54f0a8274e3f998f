package dev.slipway.endtoend;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a PromQL expression asks of one metric.
 *
 * @param metric as Prometheus calls it, with the suffix of its kind
 * @param labels that are compared, or that it is summed by
 */
record Selector(String metric, Set<String> labels) {
  private static final Pattern SELECTOR =
      Pattern.compile("\\b((?:slipway|process|jvm|logback)_[a-z_]+)(?:\\{([^}]*)})?(?![^{]*})");
  private static final Pattern COMPARED = Pattern.compile("([a-z_]+)\\s*[=!]");
  private static final Pattern BY = Pattern.compile("\\bby \\(([^)]*)\\)");

  /** What Prometheus itself adds when it scrapes. */
  private static final Set<String> ADDED = Set.of("instance", "job");

  static List<Selector> in(String expression) {
    Set<String> by = new TreeSet<>();
    BY.matcher(expression)
        .results()
        .forEach(found -> by.addAll(List.of(found.group(1).split(",\\s*"))));
    List<Selector> selectors = new ArrayList<>();
    Matcher matcher = SELECTOR.matcher(expression);
    while (matcher.find()) {
      Set<String> labels = new TreeSet<>(by);
      if (matcher.group(2) != null) {
        COMPARED.matcher(matcher.group(2)).results().forEach(found -> labels.add(found.group(1)));
      }
      labels.removeAll(ADDED);
      selectors.add(new Selector(matcher.group(1), labels));
    }
    return selectors;
  }

  /** Whether a scrape has a series of that name with all of these labels. */
  boolean isIn(String scraped) {
    return scraped
        .lines()
        .filter(line -> line.startsWith(metric + "{") || line.startsWith(metric + " "))
        .anyMatch(line -> labels.stream().allMatch(label -> has(line, label)));
  }

  private static boolean has(String line, String label) {
    return line.contains("{" + label + "=\"") || line.contains("," + label + "=\"");
  }
}
