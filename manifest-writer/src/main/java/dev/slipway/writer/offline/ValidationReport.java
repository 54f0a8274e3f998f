package dev.slipway.writer.offline;

import dev.slipway.events.EventJson;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a repository holds.
 *
 * @param summary what its configuration consists of, a line each, for people
 * @param hasSlipwayYaml whether a person wrote one
 * @param images the images that {@code slipway.yaml} declares
 * @param environments the environments that {@code slipway.yaml} declares
 * @param marked how many values hold a marker, by image; empty where nothing is declared
 * @param unfollowed versions that no policy follows, each with its files
 * @param limits what is sound, but not done
 * @param problems what would keep an update or a rollout away, each with file and line
 * @param starter a {@code slipway.yaml} to start from; empty where there is one
 */
record ValidationReport(
    List<String> summary,
    boolean hasSlipwayYaml,
    List<String> images,
    List<String> environments,
    Map<String, Integer> marked,
    List<String> unfollowed,
    List<String> limits,
    List<String> problems,
    String starter) {

  /** For people. */
  String text() {
    StringBuilder text = new StringBuilder();
    summary.forEach(line -> text.append(line).append('\n'));
    limits.forEach(limit -> text.append("not honoured: ").append(limit).append('\n'));
    if (!images.isEmpty()) {
      text.append("marked values: ").append(markedText()).append('\n');
    }
    unfollowed.forEach(image -> text.append("no policy follows ").append(image).append('\n'));
    problems.forEach(problem -> text.append(problem).append('\n'));
    text.append(problems.isEmpty() ? "no problems" : "problems: " + problems.size()).append('\n');
    if (!starter.isEmpty()) {
      text.append('\n').append(starter);
    }
    return text.toString();
  }

  private String markedText() {
    return marked.isEmpty()
        ? "none"
        : new TreeMap<>(marked)
            .entrySet().stream()
                .map(entry -> entry.getKey() + " " + entry.getValue())
                .collect(Collectors.joining(", "));
  }

  /** For programs. */
  String json() {
    Map<String, Object> values = new LinkedHashMap<>();
    values.put("hasSlipwayYaml", hasSlipwayYaml);
    values.put("images", images);
    values.put("environments", environments);
    values.put("marked", marked);
    values.put("problems", problems);
    values.put("limits", limits);
    values.put("unfollowed", unfollowed);
    values.put("starter", starter);
    return EventJson.mapper().writerWithDefaultPrettyPrinter().writeValueAsString(values);
  }
}
