package dev.slipway.sandbox.cluster.controllers;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.CRC32;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** What a workload makes its pods from, and the hash by which the pods show it. */
final class PodTemplate {
  static final String HASH_LABEL = "pod-template-hash";
  static final String REVISION_LABEL = "controller-revision-hash";
  private static final String SAFE = "bcdfghjklmnpqrstvwxz2456789";
  private static final int HASH_CHARACTERS = 10;

  private PodTemplate() {}

  static ObjectNode of(JsonNode workload) {
    return Json.at(workload, "spec", "template") instanceof ObjectNode template
        ? template.deepCopy()
        : Json.object();
  }

  /** The template without the label that a ReplicaSet adds. */
  static ObjectNode withoutHash(JsonNode workload) {
    ObjectNode template = of(workload);
    Json.ensure(template, "metadata", "labels").remove(HASH_LABEL);
    return template;
  }

  static String hash(JsonNode template) {
    CRC32 crc = new CRC32();
    crc.update(canonical(template).getBytes(StandardCharsets.UTF_8));
    long mixed = crc.getValue() * 0x9E3779B97F4A7C15L;
    StringBuilder hash = new StringBuilder();
    for (int i = 0; i < HASH_CHARACTERS; i++) {
      hash.append(SAFE.charAt((int) Long.remainderUnsigned(mixed, SAFE.length())));
      mixed = Long.divideUnsigned(mixed, SAFE.length());
    }
    return hash.toString();
  }

  private static String canonical(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> {
        Map<String, String> sorted = new TreeMap<>();
        object.properties().forEach(e -> sorted.put(e.getKey(), canonical(e.getValue())));
        yield sorted.toString();
      }
      case ArrayNode array -> array.valueStream().map(PodTemplate::canonical).toList().toString();
      default -> node.toString();
    };
  }

  /** A pod as the template describes it, controlled by the workload. */
  static ObjectNode pod(JsonNode template, KubeObject owner) {
    ObjectNode pod = Json.object().put("apiVersion", "v1").put("kind", "Pod");
    ObjectNode metadata = pod.putObject("metadata");
    for (String field : new String[] {"labels", "annotations", "finalizers"}) {
      JsonNode value = Json.at(template, "metadata", field);
      if (!value.isMissingNode()) {
        metadata.set(field, value.deepCopy());
      }
    }
    ClusterAccess.own(pod, owner);
    pod.set("spec", Json.at(template, "spec").deepCopy());
    return pod;
  }
}
