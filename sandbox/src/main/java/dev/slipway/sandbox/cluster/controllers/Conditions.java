package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import java.util.Optional;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The conditions of a status. */
final class Conditions {
  private Conditions() {}

  static Optional<JsonNode> find(JsonNode status, String type) {
    return Json.at(status, "conditions")
        .valueStream()
        .filter(c -> Json.text(c, "type").equals(type))
        .findFirst();
  }

  static boolean isTrue(JsonNode status, String type) {
    return find(status, type).map(c -> Json.text(c, "status")).filter("True"::equals).isPresent();
  }

  /** Sets one; the time of transition moves only when true becomes false or the other way round. */
  static ObjectNode set(
      ObjectNode status, String type, boolean value, String reason, String message, String now) {
    ArrayNode conditions =
        status.get("conditions") instanceof ArrayNode there ? there : status.putArray("conditions");
    String state = value ? "True" : "False";
    String transition =
        find(status, type)
            .filter(c -> Json.text(c, "status").equals(state))
            .map(c -> Json.text(c, "lastTransitionTime"))
            .orElse(now);
    ObjectNode condition = Json.object().put("type", type).put("status", state);
    if (!reason.isEmpty()) {
      condition.put("reason", reason);
    }
    if (!message.isEmpty()) {
      condition.put("message", message);
    }
    condition.put("lastTransitionTime", transition);
    for (int i = 0; i < conditions.size(); i++) {
      if (Json.text(conditions.get(i), "type").equals(type)) {
        conditions.set(i, condition);
        return condition;
      }
    }
    conditions.add(condition);
    return condition;
  }
}
