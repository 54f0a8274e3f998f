package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class RepetitionTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "[1, 2, 'a']",
        "[{'name': 'a', 'value': 'x'}, {'name': 'b', 'value': 'y'}]",
        "[{'name': 'a', 'ports': [{'containerPort': 1}]}]",
        "[{'name': 'a', 'resources': {'cpu': 1}}, {'name': 'b', 'resources': {'cpu': 1}}]"
      })
  void anElementStandsOnce(String spec) {
    assertThat(Repetition.mayBeIn(object(spec))).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "['a', 'b', 'a']",
        "[{'name': 'a', 'value': 'x'}, {'name': 'a', 'value': 'y'}]",
        "[{'port': 1, 'protocol': 'TCP'}, {'port': 2, 'protocol': 'TCP'}]",
        "[{}, {}]",
        "{'deep': [{'env': [{'name': 'a'}, {'name': 'a'}]}]}"
      })
  void anElementMayStandTwice(String spec) {
    assertThat(Repetition.mayBeIn(object(spec))).isTrue();
  }

  private static KubernetesObject object(String spec) {
    return new KubernetesObject(
        Map.of(
            "apiVersion",
            "v1",
            "kind",
            "Thing",
            "metadata",
            Map.of("name", "a"),
            "spec",
            List.of(JsonMapper.shared().readValue(spec.replace('\'', '"'), Object.class))));
  }
}
