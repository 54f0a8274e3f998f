package dev.slipway.events.contract;

import dev.slipway.events.EventJson;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.databind.JsonNode;

/** JSON as it is checked in: the same bytes on every machine. */
final class PrettyJson {
  private static final DefaultIndenter LINES = new DefaultIndenter("  ", "\n");

  private PrettyJson() {}

  static String write(JsonNode json) {
    var printer = new DefaultPrettyPrinter().withObjectIndenter(LINES).withArrayIndenter(LINES);
    return EventJson.mapper().writer().with(printer).writeValueAsString(json) + "\n";
  }
}
