package dev.slipway.sandbox.cluster.admission;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.ApiError.Cause;
import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.LabelSelector;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The rules of new objects that a real API server keeps and that people trip over. */
final class Validation {
  private static final String LABEL = "[a-z0-9]([-a-z0-9]*[a-z0-9])?";
  private static final Pattern SUBDOMAIN = Pattern.compile(LABEL + "(\\." + LABEL + ")*");
  private static final Pattern DNS_LABEL = Pattern.compile(LABEL);
  private static final Pattern LABEL_VALUE =
      Pattern.compile("(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?");
  private static final int LABEL_CHARACTERS = 63;
  private static final int NAME_CHARACTERS = 253;
  private static final Set<String> WORKLOADS =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet");
  private static final Set<String> WITH_TEMPLATE =
      Set.of("Deployment", "StatefulSet", "DaemonSet", "ReplicaSet", "Job");
  private static final String SUBDOMAIN_RULE =
      "a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or"
          + " '.', and must start and end with an alphanumeric character (e.g. 'example.com',"
          + " regex used for validation is '"
          + SUBDOMAIN
          + "')";
  private static final String LABEL_RULE =
      "a lowercase RFC 1123 label must consist of lower case alphanumeric characters or '-', and"
          + " must start and end with an alphanumeric character (e.g. 'my-name',  or '123-abc',"
          + " regex used for validation is '"
          + DNS_LABEL
          + "')";

  private final List<Cause> causes = new ArrayList<>();

  private Validation() {}

  /**
   * @throws ApiError Invalid with one cause per broken rule
   */
  static void check(ResourceKind kind, ObjectNode object, Schema schema) {
    Validation validation = new Validation();
    validation.name(kind, object);
    validation.labels(object);
    for (var field : object.properties()) {
      if (!Set.of("metadata", "status").contains(field.getKey())) {
        Schema type = schema.fieldOrUnknown(field.getKey());
        validation.required(field.getValue(), type, field.getKey());
      }
    }
    if (kind.kind().equals("Pod") && !kind.has(ResourceKind.Feature.CUSTOM)) {
      validation.podSpec(Json.at(object, "spec"), "spec");
    } else if (WITH_TEMPLATE.contains(kind.kind()) && !kind.has(ResourceKind.Feature.CUSTOM)) {
      validation.podSpec(Json.at(object, "spec", "template", "spec"), "spec.template.spec");
    }
    if (kind.is("batch", "Job")) {
      validation.jobRestarts(object);
    }
    if (kind.is("", "Service")) {
      validation.portNames(object);
    }
    if (WORKLOADS.contains(kind.kind()) && !kind.has(ResourceKind.Feature.CUSTOM)) {
      validation.selector(object);
    }
    if (!validation.causes.isEmpty()) {
      throw ApiError.invalid(kind, Json.text(object, "metadata", "name"), validation.causes);
    }
  }

  private void name(ResourceKind kind, ObjectNode object) {
    String name = Json.text(object, "metadata", "name");
    if (name.isEmpty()) {
      require("metadata.name", "name or generateName is required");
    } else if (kind.group().startsWith("rbac.")) {
      if (name.contains("/") || name.contains("%")) {
        invalid("metadata.name", name, "may not contain '/' or '%'");
      }
    } else if (kind.is("", "Namespace") || kind.is("", "Service")) {
      if (!DNS_LABEL.matcher(name).matches() || name.length() > LABEL_CHARACTERS) {
        invalid("metadata.name", name, LABEL_RULE);
      }
    } else if (!SUBDOMAIN.matcher(name).matches() || name.length() > NAME_CHARACTERS) {
      invalid("metadata.name", name, SUBDOMAIN_RULE);
    }
  }

  private void labels(ObjectNode object) {
    Json.strings(object, "metadata", "labels")
        .forEach(
            (key, value) -> {
              if (!LABEL_VALUE.matcher(value).matches() || value.length() > LABEL_CHARACTERS) {
                invalid(
                    "metadata.labels",
                    value,
                    "a valid label must be an empty string or consist of alphanumeric characters,"
                        + " '-', '_' or '.', and must start and end with an alphanumeric"
                        + " character, and be no more than 63 characters");
              }
            });
  }

  private void required(JsonNode value, Schema schema, String path) {
    if (value instanceof ObjectNode object) {
      for (String name : schema.required()) {
        if (!object.has(name)) {
          require(path + "." + name, "");
        }
      }
      object
          .properties()
          .forEach(
              e ->
                  required(
                      e.getValue(), schema.fieldOrUnknown(e.getKey()), path + "." + e.getKey()));
    } else if (value instanceof ArrayNode array) {
      for (int i = 0; i < array.size(); i++) {
        required(array.get(i), schema.items(), path + "[" + i + "]");
      }
    }
  }

  private void podSpec(JsonNode spec, String path) {
    if (!spec.isObject()) {
      return;
    }
    JsonNode containers = Json.at(spec, "containers");
    if (spec.has("containers") && containers.isEmpty()) {
      require(path + ".containers", "");
    }
    int index = 0;
    for (JsonNode container : containers) {
      String at = path + ".containers[" + index++ + "]";
      String name = Json.text(container, "name");
      if (container.has("name") && !DNS_LABEL.matcher(name).matches()) {
        invalid(at + ".name", name, LABEL_RULE);
      }
      if (Json.text(container, "image").isBlank()) {
        require(at + ".image", "");
      }
    }
  }

  private void jobRestarts(ObjectNode job) {
    if (Json.text(job, "spec", "template", "spec", "restartPolicy").equals("Always")) {
      require("spec.template.spec.restartPolicy", "valid values: \"OnFailure\", \"Never\"");
    }
  }

  private void portNames(ObjectNode service) {
    JsonNode ports = Json.at(service, "spec", "ports");
    for (int i = 0; i < ports.size() && ports.size() > 1; i++) {
      if (!ports.get(i).has("name")) {
        require("spec.ports[" + i + "].name", "");
      }
    }
  }

  private void selector(ObjectNode object) {
    JsonNode selector = Json.at(object, "spec", "selector");
    JsonNode labels = Json.at(object, "spec", "template", "metadata", "labels");
    if (selector.isMissingNode() || !Json.has(object, "spec", "template")) {
      return;
    }
    if (!LabelSelector.of(selector).matches(Json.strings(labels))) {
      String shown = labels.isMissingNode() ? "null" : labels.toString();
      String message = "Invalid value: " + shown + ": `selector` does not match template `labels`";
      causes.add(new Cause("FieldValueInvalid", message, "spec.template.metadata.labels"));
    }
  }

  private void require(String field, String why) {
    String message = why.isEmpty() ? "Required value" : "Required value: " + why;
    causes.add(new Cause("FieldValueRequired", message, field));
  }

  private void invalid(String field, String value, String why) {
    String message = "Invalid value: \"" + value + "\": " + why;
    causes.add(new Cause("FieldValueInvalid", message, field));
  }
}
