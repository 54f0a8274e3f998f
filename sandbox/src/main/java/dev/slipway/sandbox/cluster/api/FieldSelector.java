package dev.slipway.sandbox.cluster.api;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.KubeObject;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** Chooses objects by the few fields that a real API server has indexed. */
final class FieldSelector {
  private static final Set<String> FOR_ALL = Set.of("metadata.name", "metadata.namespace");
  private static final Map<String, Set<String>> BY_KIND =
      Map.of(
          "Pod",
          Set.of(
              "spec.nodeName",
              "spec.restartPolicy",
              "spec.schedulerName",
              "spec.serviceAccountName",
              "spec.hostNetwork",
              "status.phase",
              "status.podIP",
              "status.nominatedNodeName"),
          "Event",
          Set.of(
              "involvedObject.kind",
              "involvedObject.namespace",
              "involvedObject.name",
              "involvedObject.uid",
              "involvedObject.apiVersion",
              "involvedObject.resourceVersion",
              "involvedObject.fieldPath",
              "reason",
              "reportingComponent",
              "source",
              "type"),
          "Secret",
          Set.of("type"),
          "Namespace",
          Set.of("status.phase"),
          "Node",
          Set.of("spec.unschedulable"),
          "ReplicaSet",
          Set.of("status.replicas"),
          "Job",
          Set.of("status.successful"));

  private final List<Predicate<KubeObject>> requirements = new ArrayList<>();

  /**
   * @throws ApiError BadRequest for a field that can't be selected by
   */
  static FieldSelector parse(String text, ResourceKind kind) {
    FieldSelector selector = new FieldSelector();
    if (!text.isBlank()) {
      for (String part : text.split(",", -1)) {
        selector.require(part, kind);
      }
    }
    return selector;
  }

  private void require(String part, ResourceKind kind) {
    String[] sides = part.split("!=|==|=", 2);
    if (sides.length < 2) {
      throw ApiError.badRequest(
          "invalid selector: '" + part + "'; can't understand '" + part + "'");
    }
    String field = sides[0].strip();
    if (!FOR_ALL.contains(field) && !BY_KIND.getOrDefault(kind.kind(), Set.of()).contains(field)) {
      throw ApiError.badRequest("field label not supported: " + field);
    }
    boolean wanted = !part.contains("!=");
    String value = sides[1].strip();
    String[] path =
        field.equals("source") ? new String[] {"source", "component"} : field.split("\\.", -1);
    requirements.add(object -> object.text(path).equals(value) == wanted);
  }

  boolean matches(KubeObject object) {
    return requirements.stream().allMatch(r -> r.test(object));
  }
}
