package dev.slipway.sandbox.cluster.admission;

import static dev.slipway.sandbox.cluster.objects.Json.defaultTo;

import dev.slipway.sandbox.cluster.objects.Json;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What a pod's specification says when its author leaves it out. */
final class PodDefaults {
  private static final int FILE_MODE = 420;
  private static final List<String> PROBES =
      List.of("livenessProbe", "readinessProbe", "startupProbe");

  private PodDefaults() {}

  /** For a workload's template: {@code spec.template}. */
  static void template(ObjectNode spec) {
    if (spec.get("template") instanceof ObjectNode template
        && template.get("spec") instanceof ObjectNode podSpec) {
      spec(podSpec);
    }
  }

  static void pod(ObjectNode spec) {
    spec(spec);
    defaultTo(spec, "serviceAccountName", "default");
    defaultTo(spec, "serviceAccount", Json.text(spec, "serviceAccountName"));
    defaultTo(spec, "enableServiceLinks", true);
    defaultTo(spec, "priority", 0);
    defaultTo(spec, "preemptionPolicy", "PreemptLowerPriority");
  }

  private static void spec(ObjectNode spec) {
    defaultTo(spec, "restartPolicy", "Always");
    defaultTo(spec, "dnsPolicy", "ClusterFirst");
    defaultTo(spec, "schedulerName", "default-scheduler");
    defaultTo(spec, "terminationGracePeriodSeconds", 30);
    Json.ensure(spec, "securityContext");
    if (Json.has(spec, "serviceAccountName")) {
      defaultTo(spec, "serviceAccount", Json.text(spec, "serviceAccountName"));
    }
    objects(spec.get("containers")).forEach(PodDefaults::container);
    objects(spec.get("initContainers")).forEach(PodDefaults::container);
    objects(spec.get("volumes")).forEach(PodDefaults::volume);
  }

  private static void container(ObjectNode container) {
    defaultTo(container, "imagePullPolicy", pullPolicy(Json.text(container, "image")));
    defaultTo(container, "terminationMessagePath", "/dev/termination-log");
    defaultTo(container, "terminationMessagePolicy", "File");
    Json.ensure(container, "resources");
    objects(container.get("ports")).forEach(port -> defaultTo(port, "protocol", "TCP"));
    for (JsonNode env : objects(container.get("env"))) {
      if (Json.at(env, "valueFrom", "fieldRef") instanceof ObjectNode reference) {
        defaultTo(reference, "apiVersion", "v1");
      }
    }
    for (String name : PROBES) {
      if (container.get(name) instanceof ObjectNode probe) {
        probe(probe);
      }
    }
  }

  private static String pullPolicy(String image) {
    String afterHost = image.substring(image.lastIndexOf('/') + 1);
    boolean floating = !afterHost.contains(":") || afterHost.endsWith(":latest");
    return floating && !image.contains("@") ? "Always" : "IfNotPresent";
  }

  private static void probe(ObjectNode probe) {
    defaultTo(probe, "timeoutSeconds", 1);
    defaultTo(probe, "periodSeconds", 10);
    defaultTo(probe, "successThreshold", 1);
    defaultTo(probe, "failureThreshold", 3);
    if (probe.get("httpGet") instanceof ObjectNode get) {
      defaultTo(get, "scheme", "HTTP");
      defaultTo(get, "path", "/");
    }
  }

  private static void volume(ObjectNode volume) {
    if (volume.size() == 1) {
      volume.putObject("emptyDir");
    }
    for (String source : List.of("secret", "configMap", "projected", "downwardAPI")) {
      if (volume.get(source) instanceof ObjectNode files) {
        defaultTo(files, "defaultMode", FILE_MODE);
      }
    }
    if (volume.get("hostPath") instanceof ObjectNode path) {
      defaultTo(path, "type", "");
    }
  }

  static List<ObjectNode> objects(@Nullable JsonNode list) {
    return Optional.ofNullable(list).stream()
        .flatMap(JsonNode::valueStream)
        .filter(ObjectNode.class::isInstance)
        .map(ObjectNode.class::cast)
        .toList();
  }
}
