package dev.slipway.writer.edit;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Reads a comment as Flux does: behind its {@code #} it is one JSON object of strings, and nothing
 * else. Whatever does not begin so is prose, or a line that someone commented out.
 */
sealed interface MarkerComment {
  String TOKEN = "$imagepolicy";
  Pattern USUAL =
      Pattern.compile("#+\\s*\\{\\s*\"\\$imagepolicy\"\\s*:\\s*\"([^\"\\\\]*)\"\\s*}\\s*");
  JsonMapper JSON =
      JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

  record Valid(Marker marker) implements MarkerComment {}

  record Malformed(String problem) implements MarkerComment {}

  record Prose() implements MarkerComment {}

  /** Reads from the first {@code #} to the end of the line. */
  static MarkerComment read(String comment) {
    Matcher usual = USUAL.matcher(comment);
    if (usual.matches()) {
      return ofName(usual.group(1));
    }
    String inside = comment.replaceFirst("^#+", "").strip();
    if (!inside.startsWith("{") || !inside.contains("\"" + TOKEN + "\"")) {
      return new Prose();
    }
    return nameIn(inside)
        .map(MarkerComment::ofName)
        .orElseGet(
            () ->
                new Malformed(
                    "the comment is not a marker: expected one JSON object such as"
                        + " {\"$imagepolicy\": \"namespace:policy:tag\"} and nothing after it"));
  }

  private static Optional<String> nameIn(String json) {
    try {
      JsonNode name = JSON.readTree(json).get(TOKEN);
      return name != null && name.isString() ? Optional.of(name.stringValue()) : Optional.empty();
    } catch (JacksonException notJson) {
      return Optional.empty();
    }
  }

  private static MarkerComment ofName(String name) {
    return Marker.tryParse(name)
        .<MarkerComment>map(Valid::new)
        .orElseGet(
            () ->
                new Malformed(
                    "the marker's name '"
                        + name
                        + "' is not valid: expected namespace:policy, with :tag, :name or :digest"
                        + " behind it for a part"));
  }
}
