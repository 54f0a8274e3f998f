package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.ApiError.Cause;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What can't be changed once an object is there. */
final class Immutability {
  private static final List<String> STATEFUL_SET_MAY_CHANGE =
      List.of(
          "replicas",
          "ordinals",
          "template",
          "updateStrategy",
          "revisionHistoryLimit",
          "persistentVolumeClaimRetentionPolicy",
          "minReadySeconds");
  private static final String FORBIDDEN = "FieldValueForbidden";

  private Immutability() {}

  /**
   * @throws ApiError Invalid; only deleting the object and making it anew helps
   */
  static void check(ResourceKind kind, ObjectNode before, ObjectNode after) {
    List<Cause> causes = new ArrayList<>();
    switch (kind.kind()) {
      case "Deployment", "DaemonSet", "ReplicaSet" -> same(before, after, causes, "selector");
      case "Job" -> {
        same(before, after, causes, "selector");
        same(before, after, causes, "template");
        same(before, after, causes, "completions");
      }
      case "StatefulSet" -> statefulSet(before, after, causes);
      case "PersistentVolumeClaim" -> claim(before, after, causes);
      case "Pod" -> pod(before, after, causes);
      case "Service" -> service(before, after, causes);
      case "ConfigMap", "Secret" -> sealed(kind, before, after, causes);
      case "RoleBinding", "ClusterRoleBinding" -> {
        if (!Json.at(before, "roleRef").equals(Json.at(after, "roleRef"))) {
          String shown = "Invalid value: " + Json.at(after, "roleRef") + ": cannot change roleRef";
          causes.add(new Cause("FieldValueInvalid", shown, "roleRef"));
        }
      }
      default -> {}
    }
    if (!causes.isEmpty() && !kind.has(ResourceKind.Feature.CUSTOM)) {
      throw ApiError.invalid(kind, Json.text(after, "metadata", "name"), causes);
    }
  }

  private static void same(ObjectNode before, ObjectNode after, List<Cause> causes, String field) {
    JsonNode now = Json.at(after, "spec", field);
    if (!Json.at(before, "spec", field).equals(now)) {
      String shown = "Invalid value: " + now + ": field is immutable";
      causes.add(new Cause("FieldValueInvalid", shown, "spec." + field));
    }
  }

  private static void statefulSet(ObjectNode before, ObjectNode after, List<Cause> causes) {
    if (!without(before, STATEFUL_SET_MAY_CHANGE).equals(without(after, STATEFUL_SET_MAY_CHANGE))) {
      String message =
          "Forbidden: updates to statefulset spec for fields other than 'replicas', 'ordinals',"
              + " 'template', 'updateStrategy', 'revisionHistoryLimit',"
              + " 'persistentVolumeClaimRetentionPolicy' and 'minReadySeconds' are forbidden";
      causes.add(new Cause(FORBIDDEN, message, "spec"));
    }
  }

  private static void claim(ObjectNode before, ObjectNode after, List<Cause> causes) {
    List<String> mayChange = List.of("resources", "volumeName", "volumeAttributesClassName");
    if (!without(before, mayChange).equals(without(after, mayChange))) {
      String message =
          "Forbidden: spec is immutable after creation except resources.requests and"
              + " volumeAttributesClassName for bound claims";
      causes.add(new Cause(FORBIDDEN, message, "spec"));
    }
  }

  private static void pod(ObjectNode before, ObjectNode after, List<Cause> causes) {
    if (!frozenPod(before).equals(frozenPod(after))) {
      String message =
          "Forbidden: pod updates may not change fields other than"
              + " `spec.containers[*].image`,`spec.initContainers[*].image`,"
              + "`spec.activeDeadlineSeconds`,`spec.tolerations`,"
              + "`spec.terminationGracePeriodSeconds`";
      causes.add(new Cause(FORBIDDEN, message, "spec"));
    }
  }

  private static ObjectNode frozenPod(ObjectNode pod) {
    ObjectNode spec =
        without(
            pod,
            List.of(
                "activeDeadlineSeconds",
                "tolerations",
                "nodeName",
                "terminationGracePeriodSeconds"));
    PodDefaults.objects(spec.get("containers")).forEach(c -> c.remove("image"));
    PodDefaults.objects(spec.get("initContainers")).forEach(c -> c.remove("image"));
    return spec;
  }

  private static void service(ObjectNode before, ObjectNode after, List<Cause> causes) {
    String had = Json.text(before, "spec", "clusterIP");
    String has = Json.text(after, "spec", "clusterIP");
    if (!had.isEmpty() && !has.isEmpty() && !had.equals(has)) {
      String message = "Invalid value: [\"" + has + "\"]: may not change once set";
      causes.add(new Cause("FieldValueInvalid", message, "spec.clusterIPs[0]"));
    }
  }

  private static void sealed(
      ResourceKind kind, ObjectNode before, ObjectNode after, List<Cause> causes) {
    boolean changed =
        !Json.at(before, "data").equals(Json.at(after, "data"))
            || !Json.at(before, "binaryData").equals(Json.at(after, "binaryData"));
    if (Json.flag(before, "immutable") && (changed || !Json.flag(after, "immutable"))) {
      causes.add(
          new Cause(FORBIDDEN, "Forbidden: field is immutable when `immutable` is set", "data"));
    }
    boolean secret = kind.kind().equals("Secret");
    if (secret && !Json.text(before, "type").equals(Json.text(after, "type"))) {
      String shown = "Invalid value: \"" + Json.text(after, "type") + "\": field is immutable";
      causes.add(new Cause("FieldValueInvalid", shown, "type"));
    }
  }

  private static ObjectNode without(ObjectNode object, List<String> fields) {
    ObjectNode spec =
        Json.at(object, "spec") instanceof ObjectNode found ? found.deepCopy() : Json.object();
    spec.remove(fields);
    return spec;
  }
}
