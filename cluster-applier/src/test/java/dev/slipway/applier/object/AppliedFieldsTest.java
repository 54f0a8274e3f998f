package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ObjectName;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class AppliedFieldsTest {
  private static final String DECLARED =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment",
       "metadata": {"name": "web", "namespace": "acme", "labels": {"app": "web"}},
       "spec": {"replicas": 2, "selector": {"matchLabels": {"app": "web"}},
         "template": {"spec": {"containers": [
           {"name": "web", "image": "web:1", "args": ["a", "b"],
            "ports": [{"containerPort": 80}]}]}}}}
      """;

  private static final String LIVE =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment",
       "metadata": {"name": "web", "namespace": "acme", "uid": "u", "resourceVersion": "7",
         "labels": {"app": "web"}, "annotations": {"somebody": "else"},
         "managedFields": [
           {"manager": "kube-controller-manager", "operation": "Update", "apiVersion": "apps/v1",
            "fieldsV1": {"f:metadata": {"f:annotations": {"f:somebody": {}}}}},
           {"manager": "slipway", "operation": "Apply", "apiVersion": "apps/v1", "fieldsV1":
             {"f:metadata": {"f:labels": {"f:app": {}}},
              "f:spec": {"f:replicas": {}, "f:selector": {},
                "f:template": {"f:spec": {"f:containers": {"k:{\\"name\\":\\"web\\"}":
                  {".": {}, "f:name": {}, "f:image": {}, "f:args": {}, "f:ports":
                    {"k:{\\"containerPort\\":80,\\"protocol\\":\\"TCP\\"}":
                      {".": {}, "f:containerPort": {}}}}}}}}}}]},
       "spec": {"replicas": 2, "revisionHistoryLimit": 10,
         "selector": {"matchLabels": {"app": "web"}},
         "template": {"spec": {"restartPolicy": "Always", "containers": [
           {"name": "sidecar", "image": "injected"},
           {"name": "web", "image": "web:1", "args": ["a", "b"], "imagePullPolicy": "Always",
            "ports": [{"containerPort": 80, "protocol": "TCP"}]}]}}},
       "status": {"replicas": 2}}
      """;

  @Test
  void holdWhereEveryDeclaredFieldIsOursAndAsDeclared() {
    assertThat(hold(LIVE, DECLARED)).isTrue();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"replicas\": 2, \"revision|\"replicas\": 3, \"revision",
        "\"image\": \"web:1\"|\"image\": \"web:2\"",
        "\"args\": [\"a\", \"b\"]|\"args\": [\"b\", \"a\"]",
        "\"labels\": {\"app\": \"web\"}|\"labels\": {\"app\": \"other\"}",
        "\"labels\": {\"app\": \"web\"}|\"labels\": {}",
        "\"matchLabels\": {\"app\": \"web\"}|\"matchLabels\": {\"app\": \"x\"}",
        "\"containerPort\": 80, \"protocol\": \"TCP\"|\"containerPort\": 80, \"protocol\": \"UDP\"",
        "\"f:image\": {}, |",
        "\"manager\": \"slipway\"|\"manager\": \"kubectl\"",
        "\"operation\": \"Apply\"|\"operation\": \"Update\"",
      })
  void doNotHoldWhereTheClusterHasSomethingElse(String change) {
    String[] parts = change.split("\\|", -1);
    String changed = LIVE.replace(parts[0], parts[1]);

    assertThat(changed).isNotEqualTo(LIVE);
    assertThat(hold(changed, DECLARED)).isFalse();
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(
      strings = {
        "\"replicas\": 2, |",
        "\"replicas\": 2|\"replicas\": 2, \"paused\": true",
        "\"image\": \"web:1\"|\"image\": \"web:2\"",
        "\"image\": \"web:1\", |",
        "\"ports\": [{|\"ports\": [{\"containerPort\": 81}, {",
        "\"labels\": {\"app\": \"web\"}|\"labels\": {\"app\": \"web\", \"b\": \"c\"}",
        ", \"labels\": {\"app\": \"web\"}|",
        "apps/v1|apps/v2",
      })
  void doNotHoldWhereSomethingElseIsDeclared(String change) {
    String[] parts = change.split("\\|", -1);
    String changed = DECLARED.replace(parts[0], parts[1]);

    assertThat(changed).isNotEqualTo(DECLARED);
    assertThat(hold(LIVE, changed)).isFalse();
  }

  @Test
  void nothingIsKnownOfWhatTheServerDoesNotTell() {
    KubernetesObject bare =
        KubernetesObject.named(new ObjectName("v1", "ConfigMap", "acme", "settings"));

    assertThat(AppliedFields.hold(bare, bare, "slipway")).isFalse();
    assertThat(
            AppliedFields.hold(
                bare.with(
                    List.of(
                        Map.of(
                            "manager", "slipway",
                            "operation", "Apply",
                            "apiVersion", "v1",
                            "fieldsV1", Map.of())),
                    "metadata",
                    "managedFields"),
                bare,
                "slipway"))
        .isTrue();
  }

  private static boolean hold(String live, String declared) {
    return AppliedFields.hold(object(live), object(declared), "slipway");
  }

  private static KubernetesObject object(String json) {
    return new KubernetesObject(
        JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {}));
  }
}
