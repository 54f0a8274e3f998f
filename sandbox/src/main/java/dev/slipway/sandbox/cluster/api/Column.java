package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Clock;
import java.util.function.BiFunction;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * One column of a kind's table.
 *
 * @param priority 0 for always, 1 for {@code -o wide}
 */
record Column(
    String title,
    String type,
    String format,
    int priority,
    BiFunction<KubeObject, Clock, JsonNode> value) {

  static Column name() {
    return new Column("Name", "string", "name", 0, (o, clock) -> text(o.name()));
  }

  static Column age() {
    return new Column(
        "Age", "string", "", 0, (o, clock) -> text(Age.of(o.created(), clock.instant())));
  }

  static Column words(String title, int priority, Function<KubeObject, String> value) {
    return new Column(title, "string", "", priority, (o, clock) -> text(value.apply(o)));
  }

  static Column number(String title, String... path) {
    return new Column(
        title,
        "integer",
        "",
        0,
        (o, clock) -> JsonNodeFactory.instance.numberNode(o.number(0, path)));
  }

  private static JsonNode text(String value) {
    return JsonNodeFactory.instance.stringNode(value);
  }

  ObjectNode definition() {
    return Json.object()
        .put("name", title)
        .put("type", type)
        .put("format", format)
        .put("description", "simulated")
        .put("priority", priority);
  }

  JsonNode cell(KubeObject object, Clock clock) {
    return value.apply(object, clock);
  }
}
