package dev.slipway.events.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import tools.jackson.databind.JsonNode;

/** The page that describes every setting of {@code slipway.yaml}, made from its schema. */
final class SettingsReference {
  private static final String HEADER =
      """
      # Every setting of `slipway.yaml`
      <!-- Generated from the schema: mvn -pl events test -Dslipway.schemas.write=true -->

      """;
  private static final String FOOTER =
      """
      What stands in no table here is refused by name: a misspelt setting is never ignored. `./slipway validate DIR` reads a file before you
      commit it and names each problem with its line. [Examples](examples), one for each kind of team.
      """;
  private static final String TABLE = "| setting | value | meaning |\n|---|---|---|\n";

  private final JsonNode schema;
  private final StringBuilder page = new StringBuilder(HEADER);

  private SettingsReference(JsonNode schema) {
    this.schema = schema;
  }

  static String write(JsonNode schema) {
    return new SettingsReference(schema).page();
  }

  private String page() {
    page.append(text(schema, "description")).append("\n\n").append(FOOTER);
    section("The file", "", schema, false);
    for (String name : List.of("images", "applications", "environments")) {
      JsonNode one = resolved(schema.path("properties").path(name).path("additionalProperties"));
      section("`" + name + ".NAME`", text(one, "description"), one, true);
    }
    JsonNode policy = definition("policy");
    section("Policies: `images.NAME.policy`", text(policy, "description"), policy, true);
    for (String name : List.of("targets", "subscriptions")) {
      JsonNode one = resolved(schema.path("properties").path(name).path("items"));
      section("`" + name + "[]`", text(one, "description"), one, true);
    }
    section("`commits`", "", schema.path("properties").path("commits"), true);
    page.append("\n## Values\n").append("**duration**: ");
    page.append(text(definition("duration"), "description")).append("\n\n**event**: ");
    page.append(text(definition("event"), "description")).append(' ');
    page.append(choices(definition("event"))).append(".\n");
    return page.toString();
  }

  private void section(String title, String about, JsonNode object, boolean whole) {
    page.append("\n## ").append(title).append('\n');
    if (!about.isEmpty()) {
      page.append(about).append("\n\n");
    }
    page.append(TABLE);
    rows("", object, whole);
  }

  private void rows(String prefix, JsonNode object, boolean whole) {
    object
        .path("properties")
        .forEachEntry((name, setting) -> row(prefix + name, setting, object, name, whole));
  }

  private void row(String path, JsonNode written, JsonNode parent, String name, boolean whole) {
    JsonNode setting = resolved(written);
    boolean required =
        elements(parent.path("required")).anyMatch(each -> each.asString().equals(name));
    String about = text(written, "description");
    page.append(
        "| `%s`%s | %s | %s |\n"
            .formatted(
                path,
                required ? " (required)" : "",
                value(setting),
                (about.isEmpty() ? text(setting, "description") : about) + meanings(setting)));
    if (whole && !setting.equals(definition("policy"))) {
      rows(path + ".", setting, true);
      rows(path + "[].", setting.path("items"), true);
    }
  }

  private String value(JsonNode setting) {
    if (setting.equals(definition("duration"))) {
      return "duration";
    }
    if (setting.has("enum") || setting.has("const")) {
      return choices(setting);
    }
    if (setting.path("oneOf").path(0).has("const")) {
      return elements(setting.path("oneOf")).map(this::choices).collect(Collectors.joining(", "));
    }
    String example = text(setting.path("examples"), 0);
    return switch (text(setting, "type")) {
      case "array" -> "list";
      case "object" -> "mapping";
      case "boolean" -> "`true`, `false`";
      case "integer" -> "number";
      case "string" -> example.isEmpty() ? "text" : "text, as `" + example + "`";
      default -> "list or mapping";
    };
  }

  private String choices(JsonNode setting) {
    List<JsonNode> values = new ArrayList<>();
    if (setting.has("const")) {
      values.add(setting.path("const"));
    }
    setting.path("enum").forEach(values::add);
    return values.stream()
        .map(each -> "`" + each.asString() + "`")
        .collect(Collectors.joining(", "));
  }

  private String meanings(JsonNode setting) {
    return elements(setting.path("oneOf"))
        .filter(each -> each.has("const"))
        .map(each -> " " + choices(each) + ": " + text(each, "description"))
        .collect(Collectors.joining());
  }

  private JsonNode resolved(JsonNode node) {
    String reference = text(node, "$ref");
    return reference.isEmpty() ? node : schema.at(reference.substring(1));
  }

  private JsonNode definition(String name) {
    return schema.path("$defs").path(name);
  }

  private static Stream<JsonNode> elements(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false);
  }

  private static String text(JsonNode node, String field) {
    return node.path(field).asString("").replace("|", "\\|");
  }

  private static String text(JsonNode array, int index) {
    return array.path(index).asString("").replace("|", "\\|");
  }
}
