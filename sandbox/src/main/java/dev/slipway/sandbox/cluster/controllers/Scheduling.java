package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;

/** Places pods on the one node, or says why they don't fit there. */
final class Scheduling {
  static final String NODE = "simulated";
  private static final String COMPONENT = "default-scheduler";
  private static final Pattern QUANTITY = Pattern.compile("([0-9.]+)([a-zA-Z]*)");
  private static final Map<String, BigDecimal> UNITS =
      Map.of(
          "", BigDecimal.ONE,
          "m", new BigDecimal("0.001"),
          "k", new BigDecimal(1_000),
          "Ki", new BigDecimal(1_024),
          "M", new BigDecimal(1_000_000),
          "Mi", new BigDecimal(1_048_576),
          "G", new BigDecimal(1_000_000_000),
          "Gi", new BigDecimal(1_073_741_824),
          "T", new BigDecimal(1_000_000_000_000L),
          "Ti", new BigDecimal(1_099_511_627_776L));

  private final ClusterAccess cluster;

  Scheduling(ClusterAccess cluster) {
    this.cluster = cluster;
  }

  /** Binds the pod to the node; otherwise answers why it waits. */
  Optional<String> place(KubeObject pod) {
    Optional<String> problem = cluster.find("Node", "", NODE).flatMap(node -> problem(pod, node));
    if (problem.isPresent()) {
      String message = "0/1 nodes are available: 1 " + problem.get() + ".";
      unschedulable(pod, message);
      return Optional.of(message);
    }
    cluster.change(pod, COMPONENT, "", tree -> Json.ensure(tree, "spec").put("nodeName", NODE));
    cluster.change(
        pod,
        COMPONENT,
        "status",
        tree ->
            Conditions.set(
                Json.ensure(tree, "status").put("phase", "Pending"),
                "PodScheduled",
                true,
                "",
                "",
                cluster.timestamp()));
    cluster
        .events()
        .normal(
            pod,
            COMPONENT,
            "Scheduled",
            "Successfully assigned %s/%s to %s".formatted(pod.namespace(), pod.name(), NODE));
    return Optional.empty();
  }

  private void unschedulable(KubeObject pod, String message) {
    cluster.change(
        pod,
        COMPONENT,
        "status",
        tree ->
            Conditions.set(
                Json.ensure(tree, "status").put("phase", "Pending"),
                "PodScheduled",
                false,
                "Unschedulable",
                message,
                cluster.timestamp()));
    cluster.events().warning(pod, COMPONENT, "FailedScheduling", message);
  }

  private static Optional<String> problem(KubeObject pod, KubeObject node) {
    Map<String, String> wanted = Json.strings(pod.at("spec", "nodeSelector"));
    if (!node.labels().entrySet().containsAll(wanted.entrySet())) {
      return Optional.of("node(s) didn't match Pod's node affinity/selector");
    }
    for (String resource : new String[] {"cpu", "memory"}) {
      BigDecimal room = quantity(node.text("status", "allocatable", resource));
      BigDecimal asked =
          pod.at("spec", "containers")
              .valueStream()
              .map(c -> quantity(requested(c, resource)))
              .reduce(BigDecimal.ZERO, BigDecimal::add);
      if (asked.compareTo(room) > 0) {
        return Optional.of("Insufficient " + resource);
      }
    }
    return Optional.empty();
  }

  private static String requested(JsonNode container, String resource) {
    String request = Json.text(container, "resources", "requests", resource);
    return request.isEmpty() ? Json.text(container, "resources", "limits", resource) : request;
  }

  private static BigDecimal quantity(String text) {
    Matcher parts = QUANTITY.matcher(text);
    if (!parts.matches()) {
      return BigDecimal.ZERO;
    }
    return new BigDecimal(parts.group(1))
        .multiply(UNITS.getOrDefault(parts.group(2), BigDecimal.ONE));
  }
}
