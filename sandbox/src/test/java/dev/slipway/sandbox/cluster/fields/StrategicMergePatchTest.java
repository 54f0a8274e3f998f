package dev.slipway.sandbox.cluster.fields;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.sandbox.cluster.objects.Json;
import dev.slipway.sandbox.cluster.objects.ResourceKinds;
import dev.slipway.sandbox.cluster.schema.Schema;
import dev.slipway.sandbox.cluster.schema.Schemas;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.node.ObjectNode;

class StrategicMergePatchTest {
  private static final Schema POD = new Schemas().of(new ResourceKinds().builtIn("Pod"));

  private static ObjectNode json(String text) {
    return (ObjectNode) Json.parse(text.replace('\'', '"'));
  }

  private static ObjectNode merged(String object, String patch) {
    return StrategicMergePatch.merge(json(object), json(patch), POD);
  }

  private static final String TWO =
      "{'spec': {'containers': [{'name': 'a', 'image': 'a:1'}, {'name': 'b', 'image': 'b:1'}]}}";

  @Test
  void mergesContainersByName() {
    assertThat(merged(TWO, "{'spec': {'containers': [{'name': 'b', 'image': 'b:2'}]}}"))
        .isEqualTo(
            json(
                "{'spec': {'containers': [{'name': 'a', 'image': 'a:1'},"
                    + " {'name': 'b', 'image': 'b:2'}]}}"));
  }

  @Test
  void takesOutAnItemThatIsMarked() {
    assertThat(merged(TWO, "{'spec': {'containers': [{'name': 'a', '$patch': 'delete'}]}}"))
        .isEqualTo(json("{'spec': {'containers': [{'name': 'b', 'image': 'b:1'}]}}"));
  }

  @Test
  void replacesAListThatIsMarked() {
    assertThat(
            merged(
                TWO,
                "{'spec': {'containers': [{'$patch': 'replace'}, {'name': 'c', 'image': 'c:1'}]}}"))
        .isEqualTo(json("{'spec': {'containers': [{'name': 'c', 'image': 'c:1'}]}}"));
  }

  @Test
  void replacesAListWithoutKeys() {
    assertThat(
            merged(
                "{'spec': {'containers': [{'name': 'a', 'args': ['x', 'y']}]}}",
                "{'spec': {'containers': [{'name': 'a', 'args': ['z']}]}}"))
        .isEqualTo(json("{'spec': {'containers': [{'name': 'a', 'args': ['z']}]}}"));
  }

  @Test
  void addsToAndTakesFromAListOfPlainValues() {
    String before = "{'metadata': {'finalizers': ['a/x', 'b/x']}}";

    assertThat(merged(before, "{'metadata': {'finalizers': ['c/x']}}"))
        .isEqualTo(json("{'metadata': {'finalizers': ['a/x', 'b/x', 'c/x']}}"));
    assertThat(merged(before, "{'metadata': {'$deleteFromPrimitiveList/finalizers': ['a/x']}}"))
        .isEqualTo(json("{'metadata': {'finalizers': ['b/x']}}"));
  }

  @Test
  void takesOutAFieldByNull() {
    assertThat(
            merged(
                "{'metadata': {'labels': {'a': '1', 'b': '2'}}}",
                "{'metadata': {'labels': {'a': null}}}"))
        .isEqualTo(json("{'metadata': {'labels': {'b': '2'}}}"));
  }

  @Test
  void keepsOnlyTheKeysThatAreNamed() {
    assertThat(
            merged(
                "{'spec': {'a': {'type': 'x', 'x': {}}}}",
                "{'spec': {'a': {'$retainKeys': ['type'], 'type': 'y'}}}"))
        .isEqualTo(json("{'spec': {'a': {'type': 'y'}}}"));
  }
}
