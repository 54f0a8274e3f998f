package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.api.PodLogs;
import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** What a container would have written, told from its status. */
public final class SimulatedPodLogs implements PodLogs {
  @Override
  public List<String> lines(KubeObject pod, String container, boolean previous) {
    JsonNode status =
        pod.at("status", "containerStatuses")
            .valueStream()
            .filter(s -> Json.text(s, "name").equals(container))
            .findFirst()
            .orElseGet(Json::object);
    JsonNode ended = Json.at(status, "lastState", "terminated");
    JsonNode over = Json.at(status, "state", "terminated");
    boolean running = Json.has(status, "state", "running");
    if (previous && ended.isMissingNode()) {
      throw ApiError.badRequest(
          "previous terminated container \"%s\" in pod \"%s\" not found"
              .formatted(container, pod.name()));
    }
    if (!running && over.isMissingNode() && ended.isMissingNode()) {
      String waiting = Json.text(status, "state", "waiting", "reason");
      String why =
          waiting.contains("Image") ? "trying and failing to pull image" : "ContainerCreating";
      throw ApiError.badRequest(
          "container \"%s\" in pod \"%s\" is waiting to start: %s"
              .formatted(container, pod.name(), why));
    }
    List<String> lines = new ArrayList<>();
    lines.add("simulated: starting " + Json.text(status, "image"));
    JsonNode last = running && !previous ? Json.object() : over.isMissingNode() ? ended : over;
    String words = Json.text(last, "message");
    if (!words.isEmpty()) {
      lines.add(words);
    }
    return lines;
  }
}
