package dev.slipway.sandbox.cluster.api;

import static dev.slipway.sandbox.cluster.api.Column.age;
import static dev.slipway.sandbox.cluster.api.Column.name;
import static dev.slipway.sandbox.cluster.api.Column.number;
import static dev.slipway.sandbox.cluster.api.Column.words;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;

/** Which columns each kind has; those without columns of their own have NAME and AGE. */
final class Columns {
  private static final String NONE = "<none>";

  private Columns() {}

  static List<Column> of(ResourceKind kind) {
    if (kind.has(ResourceKind.Feature.CUSTOM)) {
      return List.of(name(), age());
    }
    return switch (kind.kind()) {
      case "Pod" -> PodColumns.all();
      case "Deployment" ->
          List.of(
              name(),
              words("Ready", 0, o -> o.number(0, "status", "readyReplicas") + "/" + desired(o)),
              number("Up-to-date", "status", "updatedReplicas"),
              number("Available", "status", "availableReplicas"),
              age(),
              words("Containers", 1, o -> containers(o, "name")),
              words("Images", 1, o -> containers(o, "image")),
              words("Selector", 1, Columns::selector));
      case "StatefulSet" ->
          List.of(
              name(),
              words("Ready", 0, o -> o.number(0, "status", "readyReplicas") + "/" + desired(o)),
              age(),
              words("Containers", 1, o -> containers(o, "name")),
              words("Images", 1, o -> containers(o, "image")));
      case "ReplicaSet" ->
          List.of(
              name(),
              number("Desired", "spec", "replicas"),
              number("Current", "status", "replicas"),
              number("Ready", "status", "readyReplicas"),
              age(),
              words("Containers", 1, o -> containers(o, "name")),
              words("Images", 1, o -> containers(o, "image")),
              words("Selector", 1, Columns::selector));
      case "DaemonSet" ->
          List.of(
              name(),
              number("Desired", "status", "desiredNumberScheduled"),
              number("Current", "status", "currentNumberScheduled"),
              number("Ready", "status", "numberReady"),
              number("Up-to-date", "status", "updatedNumberScheduled"),
              number("Available", "status", "numberAvailable"),
              words("Node Selector", 0, o -> NONE),
              age());
      case "Namespace" ->
          List.of(name(), words("Status", 0, o -> o.text("status", "phase")), age());
      case "Node" ->
          List.of(
              name(),
              words("Status", 0, o -> "Ready"),
              words("Roles", 0, o -> NONE),
              age(),
              words("Version", 0, o -> o.text("status", "nodeInfo", "kubeletVersion")));
      case "Service" ->
          List.of(
              name(),
              words("Type", 0, o -> o.text("spec", "type")),
              words("Cluster-IP", 0, o -> orNone(o.text("spec", "clusterIP"))),
              words("External-IP", 0, o -> NONE),
              words("Port(s)", 0, Columns::ports),
              age());
      case "ConfigMap" -> List.of(name(), counted("Data", "data"), age());
      case "Secret" ->
          List.of(name(), words("Type", 0, o -> o.text("type")), counted("Data", "data"), age());
      case "Job" ->
          List.of(
              name(),
              words("Status", 0, Columns::jobStatus),
              words(
                  "Completions",
                  0,
                  o ->
                      o.number(0, "status", "succeeded")
                          + "/"
                          + o.number(1, "spec", "completions")),
              age());
      case "CronJob" ->
          List.of(
              name(),
              words("Schedule", 0, o -> o.text("spec", "schedule")),
              words("Suspend", 0, o -> o.text("spec", "suspend")),
              age());
      case "Ingress" ->
          List.of(
              name(),
              words("Class", 0, o -> orNone(o.text("spec", "ingressClassName"))),
              words("Hosts", 0, Columns::hosts),
              words("Address", 0, o -> ""),
              words("Ports", 0, o -> o.at("spec", "tls").isEmpty() ? "80" : "80, 443"),
              age());
      case "PersistentVolumeClaim" ->
          List.of(
              name(),
              words("Status", 0, o -> o.text("status", "phase")),
              words("Capacity", 0, o -> o.text("status", "capacity", "storage")),
              age());
      case "HorizontalPodAutoscaler" ->
          List.of(
              name(),
              words(
                  "Reference",
                  0,
                  o ->
                      o.text("spec", "scaleTargetRef", "kind")
                          + "/"
                          + o.text("spec", "scaleTargetRef", "name")),
              number("MinPods", "spec", "minReplicas"),
              number("MaxPods", "spec", "maxReplicas"),
              age());
      case "Event" ->
          List.of(
              new Column("Last Seen", "string", "", 0, PodColumns::lastSeen),
              words("Type", 0, o -> o.text("type")),
              words("Reason", 0, o -> o.text("reason")),
              words("Object", 0, Columns::involved),
              words("Message", 0, o -> o.text("message")));
      case "CustomResourceDefinition" ->
          List.of(name(), words("Created At", 0, o -> o.text("metadata", "creationTimestamp")));
      default -> List.of(name(), age());
    };
  }

  private static Column counted(String name, String field) {
    return words(name, 0, o -> Integer.toString(o.at(field).size()));
  }

  private static int desired(KubeObject object) {
    return object.number(1, "spec", "replicas");
  }

  private static String containers(KubeObject object, String field) {
    return object
        .at("spec", "template", "spec", "containers")
        .valueStream()
        .map(c -> Json.text(c, field))
        .collect(Collectors.joining(","));
  }

  private static String selector(KubeObject object) {
    return Json.strings(object.at("spec", "selector", "matchLabels")).entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(","));
  }

  private static String ports(KubeObject service) {
    String ports =
        service
            .at("spec", "ports")
            .valueStream()
            .map(Columns::port)
            .collect(Collectors.joining(","));
    return orNone(ports);
  }

  private static String port(JsonNode port) {
    String node = Json.text(port, "nodePort");
    String number = Json.text(port, "port") + (node.isEmpty() ? "" : ":" + node);
    return number + "/" + Json.text(port, "protocol");
  }

  private static String hosts(KubeObject ingress) {
    String hosts =
        ingress
            .at("spec", "rules")
            .valueStream()
            .map(r -> Json.text(r, "host"))
            .filter(h -> !h.isEmpty())
            .collect(Collectors.joining(","));
    return hosts.isEmpty() ? "*" : hosts;
  }

  private static String jobStatus(KubeObject job) {
    return job.at("status", "conditions")
        .valueStream()
        .filter(c -> Json.text(c, "status").equals("True"))
        .map(c -> Json.text(c, "type"))
        .filter(t -> t.equals("Complete") || t.equals("Failed"))
        .findFirst()
        .orElse("Running");
  }

  private static String involved(KubeObject event) {
    String kind = event.text("involvedObject", "kind").toLowerCase(Locale.ROOT);
    return kind + "/" + event.text("involvedObject", "name");
  }

  private static String orNone(String text) {
    return text.isEmpty() ? NONE : text;
  }
}
