package dev.slipway.sandbox.cluster.api;

import static dev.slipway.sandbox.cluster.api.Column.words;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The columns of pods; what a pod's status comes down to in one word. */
final class PodColumns {
  private static final String NONE = "<none>";

  private PodColumns() {}

  static List<Column> all() {
    return List.of(
        Column.name(),
        words("Ready", 0, PodColumns::ready),
        words("Status", 0, PodColumns::status),
        words("Restarts", 0, o -> Integer.toString(restarts(o))),
        Column.age(),
        words("IP", 1, o -> orNone(o.text("status", "podIP"))),
        words("Node", 1, o -> orNone(o.text("spec", "nodeName"))),
        words("Nominated Node", 1, o -> NONE),
        words("Readiness Gates", 1, o -> NONE));
  }

  private static String ready(KubeObject pod) {
    long ready = statuses(pod).valueStream().filter(s -> Json.flag(s, "ready")).count();
    return ready + "/" + pod.at("spec", "containers").size();
  }

  private static String status(KubeObject pod) {
    if (pod.isBeingDeleted()) {
      return "Terminating";
    }
    String reason = pod.text("status", "reason");
    String fallback = reason.isEmpty() ? pod.text("status", "phase") : reason;
    for (JsonNode status : statuses(pod)) {
      String waiting = Json.text(status, "state", "waiting", "reason");
      String terminated = Json.text(status, "state", "terminated", "reason");
      if (!waiting.isEmpty() || !terminated.isEmpty()) {
        return waiting.isEmpty() ? terminated : waiting;
      }
    }
    return fallback;
  }

  private static int restarts(KubeObject pod) {
    return statuses(pod).valueStream().mapToInt(s -> Json.number(0, s, "restartCount")).sum();
  }

  private static JsonNode statuses(KubeObject pod) {
    return pod.at("status", "containerStatuses");
  }

  static JsonNode lastSeen(KubeObject event, Clock clock) {
    String time = event.text("lastTimestamp");
    Instant seen = time.isEmpty() ? event.created() : Instant.parse(time);
    return JsonNodeFactory.instance.stringNode(Age.of(seen, clock.instant()));
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }
}
