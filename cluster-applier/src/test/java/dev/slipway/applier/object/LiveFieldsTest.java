package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

class LiveFieldsTest {
  private static final String DECLARED =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment",
       "metadata": {"name": "web", "annotations": {"a.b/c": "1", "a": "2"}},
       "spec": {"replicas": 2, "template": {"spec": {"containers": [
         {"name": "sidecar", "image": "s:1"},
         {"name": "web", "image": "web:1", "ports": [{"containerPort": 80}], "args": ["x"]}]}}}}
      """;
  private static final String LIVE =
      """
      {"apiVersion": "apps/v1", "kind": "Deployment",
       "metadata": {"name": "web", "annotations": {"a.b/c": "9", "a": "8"}},
       "spec": {"replicas": 5, "template": {"spec": {"containers": [
         {"name": "web", "image": "web:2", "args": ["y"],
          "ports": [{"containerPort": 80, "protocol": "TCP", "name": "http"}]},
         {"name": "sidecar", "image": "s:2"}]}}}}
      """;

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '~',
      value = {
        ".spec.replicas | \"replicas\": 2 | \"replicas\": 5",
        ".metadata.annotations.a.b/c | \"a.b/c\": \"1\" | \"a.b/c\": \"9\"",
        ".metadata.annotations.a | \"a\": \"2\" | \"a\": \"8\"",
        ".spec.template.spec.containers[name=\"web\"].image | \"web:1\" | \"web:2\"",
        ".spec.template.spec.containers[name=\"web\"].args | [\"x\"] | [\"y\"]",
      })
  void copiesThatFieldAndNoOther(String field, String before, String after) {
    assertThat(LiveFields.copy(object(LIVE), object(DECLARED), field))
        .hasValue(object(DECLARED.replace(before, after)));
  }

  @Test
  void findsAnElementWhoseKeyHasItsDefault() {
    String field =
        ".spec.template.spec.containers[name=\"web\"]"
            + ".ports[containerPort=80,protocol=\"TCP\"].containerPort";
    assertThat(LiveFields.copy(object(LIVE), object(DECLARED), field)).hasValue(object(DECLARED));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        ".spec.nothing",
        ".spec.replicas.more",
        ".spec.template.spec.containers[name=\"absent\"].image",
        ".spec.template.spec.containers[0].image",
        ".spec.template.spec.containers[=\"x\"]",
        ".spec.template.spec.containers[name=\"web\"",
        "spec.replicas",
      })
  void findsNothingWhereThereIsNoSuchField(String field) {
    assertThat(LiveFields.copy(object(LIVE), object(DECLARED), field)).isEmpty();
  }

  private static KubernetesObject object(String json) {
    return new KubernetesObject(
        JsonMapper.shared().readValue(json, new TypeReference<Map<String, Object>>() {}));
  }
}
