package dev.slipway.sandbox.cluster.objects;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Chooses objects by their labels. */
public final class LabelSelector {
  private static final Pattern IN =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s+(in|notin)\\s*\\(([^)]*)\\)\\s*");
  private static final Pattern EQUAL =
      Pattern.compile("\\s*([^\\s!=,()]+)\\s*(==|=|!=)\\s*(\\S*)\\s*");
  private static final Pattern PRESENT = Pattern.compile("\\s*(!?)\\s*([^\\s!=,()]+)\\s*");
  private static final Pattern COMMA_OUTSIDE_PARENTHESES = Pattern.compile(",(?![^(]*\\))");

  private final List<Predicate<Map<String, String>>> requirements = new ArrayList<>();

  private LabelSelector() {}

  /** The selector of an object: {@code matchLabels} and {@code matchExpressions}. */
  public static LabelSelector of(JsonNode node) {
    LabelSelector selector = new LabelSelector();
    Json.strings(node, "matchLabels")
        .forEach((key, value) -> selector.requirements.add(l -> value.equals(l.get(key))));
    for (JsonNode expression : Json.at(node, "matchExpressions")) {
      String key = Json.text(expression, "key");
      Set<String> values =
          Json.at(expression, "values")
              .valueStream()
              .map(JsonNode::asString)
              .collect(Collectors.toSet());
      selector.requirements.add(
          switch (Json.text(expression, "operator")) {
            case "In" -> l -> l.containsKey(key) && values.contains(l.get(key));
            case "NotIn" -> l -> !values.contains(l.get(key));
            case "Exists" -> l -> l.containsKey(key);
            default -> l -> !l.containsKey(key);
          });
    }
    return selector;
  }

  /**
   * The selector of a query parameter: {@code app=web,tier in (a,b),!canary}.
   *
   * @throws ApiError BadRequest when it can't be read
   */
  public static LabelSelector parse(String text) {
    LabelSelector selector = new LabelSelector();
    if (!text.isBlank()) {
      COMMA_OUTSIDE_PARENTHESES.splitAsStream(text).forEach(selector::require);
    }
    return selector;
  }

  private void require(String part) {
    Matcher in = IN.matcher(part);
    Matcher equal = EQUAL.matcher(part);
    Matcher present = PRESENT.matcher(part);
    if (in.matches()) {
      String key = in.group(1);
      Set<String> values =
          Pattern.compile(",")
              .splitAsStream(in.group(3))
              .map(String::trim)
              .collect(Collectors.toSet());
      boolean wanted = in.group(2).equals("in");
      requirements.add(
          wanted
              ? l -> l.containsKey(key) && values.contains(l.get(key))
              : l -> !values.contains(l.get(key)));
    } else if (equal.matches()) {
      String key = equal.group(1);
      String value = equal.group(3);
      boolean wanted = !equal.group(2).equals("!=");
      requirements.add(l -> value.equals(l.get(key)) == wanted);
    } else if (present.matches()) {
      boolean wanted = present.group(1).isEmpty();
      String key = present.group(2);
      requirements.add(l -> l.containsKey(key) == wanted);
    } else {
      throw ApiError.badRequest("unable to parse requirement: found '" + part + "'");
    }
  }

  public boolean matches(Map<String, String> labels) {
    return requirements.stream().allMatch(r -> r.test(labels));
  }
}
