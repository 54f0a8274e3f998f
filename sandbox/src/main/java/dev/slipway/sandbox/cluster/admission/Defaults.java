package dev.slipway.sandbox.cluster.admission;

import static dev.slipway.sandbox.cluster.objects.Json.defaultTo;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKind;
import dev.slipway.sandbox.cluster.schema.Schema;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/** The values that a real API server writes where an author gives none. */
final class Defaults {
  private static final String RBAC = "rbac.authorization.k8s.io";

  private Defaults() {}

  /** Fills the object itself. */
  static void set(ResourceKind kind, ObjectNode object, Schema schema) {
    if (kind.has(ResourceKind.Feature.CUSTOM)) {
      fromSchema(object, schema);
      return;
    }
    switch (kind.kind()) {
      case "Pod" -> PodDefaults.pod(Json.ensure(object, "spec"));
      case "Deployment" -> deployment(Json.ensure(object, "spec"));
      case "StatefulSet" -> statefulSet(Json.ensure(object, "spec"));
      case "DaemonSet" -> daemonSet(Json.ensure(object, "spec"));
      case "ReplicaSet" -> {
        ObjectNode spec = Json.ensure(object, "spec");
        defaultTo(spec, "replicas", 1);
        PodDefaults.template(spec);
      }
      case "Job" -> job(Json.ensure(object, "spec"));
      case "CronJob" -> cronJob(Json.ensure(object, "spec"));
      case "Service" -> service(Json.ensure(object, "spec"));
      case "Secret" -> secret(object);
      case "Namespace" -> namespace(object);
      case "PersistentVolumeClaim" ->
          defaultTo(Json.ensure(object, "spec"), "volumeMode", "Filesystem");
      case "NetworkPolicy" -> networkPolicy(Json.ensure(object, "spec"));
      case "HorizontalPodAutoscaler" -> autoscaler(Json.ensure(object, "spec"));
      case "RoleBinding", "ClusterRoleBinding" -> binding(object);
      case "CustomResourceDefinition" -> definition(Json.ensure(object, "spec"));
      default -> {}
    }
  }

  private static void fromSchema(ObjectNode object, Schema schema) {
    for (Map.Entry<String, JsonNode> property : schema.properties()) {
      JsonNode fallback = property.getValue().get("default");
      if (fallback != null && !object.has(property.getKey())) {
        object.set(property.getKey(), fallback.deepCopy());
      }
    }
    for (Map.Entry<String, JsonNode> field : object.properties()) {
      Schema type = schema.fieldOrUnknown(field.getKey());
      if (field.getValue() instanceof ObjectNode inner && !field.getKey().equals("metadata")) {
        fromSchema(inner, type);
      } else if (field.getValue() instanceof ArrayNode list) {
        PodDefaults.objects(list).forEach(item -> fromSchema(item, type.items()));
      }
    }
  }

  private static void deployment(ObjectNode spec) {
    defaultTo(spec, "replicas", 1);
    defaultTo(spec, "revisionHistoryLimit", 10);
    defaultTo(spec, "progressDeadlineSeconds", 600);
    ObjectNode strategy = Json.ensure(spec, "strategy");
    defaultTo(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.ensure(strategy, "rollingUpdate");
      defaultTo(rolling, "maxSurge", "25%");
      defaultTo(rolling, "maxUnavailable", "25%");
    }
    PodDefaults.template(spec);
  }

  private static void statefulSet(ObjectNode spec) {
    defaultTo(spec, "replicas", 1);
    defaultTo(spec, "revisionHistoryLimit", 10);
    defaultTo(spec, "podManagementPolicy", "OrderedReady");
    ObjectNode strategy = Json.ensure(spec, "updateStrategy");
    defaultTo(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      defaultTo(Json.ensure(strategy, "rollingUpdate"), "partition", 0);
    }
    ObjectNode retention = Json.ensure(spec, "persistentVolumeClaimRetentionPolicy");
    defaultTo(retention, "whenDeleted", "Retain");
    defaultTo(retention, "whenScaled", "Retain");
    for (ObjectNode claim : PodDefaults.objects(spec.get("volumeClaimTemplates"))) {
      defaultTo(claim, "apiVersion", "v1");
      defaultTo(claim, "kind", "PersistentVolumeClaim");
      defaultTo(Json.ensure(claim, "spec"), "volumeMode", "Filesystem");
      defaultTo(Json.ensure(claim, "status"), "phase", "Pending");
    }
    PodDefaults.template(spec);
  }

  private static void daemonSet(ObjectNode spec) {
    defaultTo(spec, "revisionHistoryLimit", 10);
    ObjectNode strategy = Json.ensure(spec, "updateStrategy");
    defaultTo(strategy, "type", "RollingUpdate");
    if (Json.text(strategy, "type").equals("RollingUpdate")) {
      ObjectNode rolling = Json.ensure(strategy, "rollingUpdate");
      defaultTo(rolling, "maxSurge", 0);
      defaultTo(rolling, "maxUnavailable", 1);
    }
    PodDefaults.template(spec);
  }

  private static void job(ObjectNode spec) {
    defaultTo(spec, "parallelism", 1);
    defaultTo(spec, "completions", 1);
    defaultTo(spec, "backoffLimit", 6);
    defaultTo(spec, "completionMode", "NonIndexed");
    defaultTo(spec, "suspend", false);
    defaultTo(spec, "manualSelector", false);
    defaultTo(spec, "podReplacementPolicy", "TerminatingOrFailed");
    PodDefaults.template(spec);
  }

  private static void cronJob(ObjectNode spec) {
    defaultTo(spec, "concurrencyPolicy", "Allow");
    defaultTo(spec, "suspend", false);
    defaultTo(spec, "successfulJobsHistoryLimit", 3);
    defaultTo(spec, "failedJobsHistoryLimit", 1);
    PodDefaults.template(Json.ensure(spec, "jobTemplate", "spec"));
  }

  private static void service(ObjectNode spec) {
    defaultTo(spec, "type", "ClusterIP");
    defaultTo(spec, "sessionAffinity", "None");
    if (Json.text(spec, "type").equals("ExternalName")) {
      return;
    }
    defaultTo(spec, "internalTrafficPolicy", "Cluster");
    defaultTo(spec, "ipFamilyPolicy", "SingleStack");
    if (!spec.has("ipFamilies")) {
      spec.putArray("ipFamilies").add("IPv4");
    }
    if (Json.text(spec, "type").equals("LoadBalancer")) {
      defaultTo(spec, "allocateLoadBalancerNodePorts", true);
    }
    if (!Json.text(spec, "type").equals("ClusterIP")) {
      defaultTo(spec, "externalTrafficPolicy", "Cluster");
    }
    for (ObjectNode port : PodDefaults.objects(spec.get("ports"))) {
      defaultTo(port, "protocol", "TCP");
      if (!port.has("targetPort") && port.has("port")) {
        port.set("targetPort", port.get("port"));
      }
    }
  }

  private static void secret(ObjectNode secret) {
    defaultTo(secret, "type", "Opaque");
    if (secret.remove("stringData") instanceof ObjectNode plain) {
      ObjectNode data = Json.ensure(secret, "data");
      Base64.Encoder encoder = Base64.getEncoder();
      plain
          .properties()
          .forEach(
              e -> {
                byte[] bytes = e.getValue().asString().getBytes(StandardCharsets.UTF_8);
                data.put(e.getKey(), encoder.encodeToString(bytes));
              });
    }
  }

  private static void namespace(ObjectNode namespace) {
    String name = Json.text(namespace, "metadata", "name");
    Json.ensure(namespace, "metadata", "labels").put("kubernetes.io/metadata.name", name);
    ObjectNode spec = Json.ensure(namespace, "spec");
    if (!spec.has("finalizers")) {
      spec.putArray("finalizers").add("kubernetes");
    }
  }

  private static void autoscaler(ObjectNode spec) {
    defaultTo(spec, "minReplicas", 1);
    if (!spec.has("metrics")) {
      ObjectNode metric = spec.putArray("metrics").addObject().put("type", "Resource");
      ObjectNode cpu = metric.putObject("resource").put("name", "cpu");
      cpu.putObject("target").put("type", "Utilization").put("averageUtilization", 80);
    }
  }

  private static void networkPolicy(ObjectNode spec) {
    for (String direction : List.of("ingress", "egress")) {
      for (ObjectNode rule : PodDefaults.objects(spec.get(direction))) {
        PodDefaults.objects(rule.get("ports")).forEach(p -> defaultTo(p, "protocol", "TCP"));
      }
    }
    if (!spec.has("policyTypes")) {
      ArrayNode types = spec.putArray("policyTypes").add("Ingress");
      if (spec.has("egress")) {
        types.add("Egress");
      }
    }
  }

  private static void binding(ObjectNode binding) {
    defaultTo(Json.ensure(binding, "roleRef"), "apiGroup", RBAC);
    for (ObjectNode subject : PodDefaults.objects(binding.get("subjects"))) {
      if (!Json.text(subject, "kind").equals("ServiceAccount")) {
        defaultTo(subject, "apiGroup", RBAC);
      }
    }
  }

  private static void definition(ObjectNode spec) {
    ObjectNode names = Json.ensure(spec, "names");
    String kind = Json.text(names, "kind");
    defaultTo(names, "singular", kind.toLowerCase(Locale.ROOT));
    defaultTo(names, "listKind", kind + "List");
    defaultTo(Json.ensure(spec, "conversion"), "strategy", "None");
  }
}
