package dev.slipway.sandbox.cluster.fields;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.sandbox.cluster.objects.ApiError;
import dev.slipway.sandbox.cluster.objects.Json;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

class PatchesTest {
  private static final String OBJECT = "{'a': {'b': [1, 2]}, 'c~d': 'x'}";

  private static JsonNode json(String text) {
    return Json.parse(text.replace('\'', '"'));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'op':'add','path':'/a/b/-','value':3}      | {'a': {'b': [1, 2, 3]}, 'c~d': 'x'}",
        "{'op':'add','path':'/a/b/0','value':0}      | {'a': {'b': [0, 1, 2]}, 'c~d': 'x'}",
        "{'op':'remove','path':'/a/b/1'}             | {'a': {'b': [1]}, 'c~d': 'x'}",
        "{'op':'replace','path':'/c~0d','value':'y'} | {'a': {'b': [1, 2]}, 'c~d': 'y'}",
        "{'op':'copy','from':'/a/b','path':'/e'}  | {'a': {'b': [1, 2]}, 'c~d': 'x', 'e': [1, 2]}",
        "{'op':'move','from':'/a/b','path':'/e'}     | {'a': {}, 'c~d': 'x', 'e': [1, 2]}",
        "{'op':'test','path':'/a/b/0','value':1}     | {'a': {'b': [1, 2]}, 'c~d': 'x'}"
      })
  void carriesOutEachOperation(String operation, String expected) {
    ArrayNode operations = Json.array();
    operations.add(json(operation));

    assertThat(Patches.json((ObjectNode) json(OBJECT), operations)).isEqualTo(json(expected));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'op':'remove','path':'/nothing'}",
        "{'op':'test','path':'/a/b/0','value':2}",
        "{'op':'add','path':'/nothing/below','value':1}",
        "{'op':'add','path':'/a/b/9','value':1}",
        "{'op':'add','path':'/a'}",
        "{'op':'jump','path':'/a'}"
      })
  void refusesWhatItCanNotDo(String operation) {
    ArrayNode operations = Json.array();
    operations.add(json(operation));

    assertThatThrownBy(() -> Patches.json((ObjectNode) json(OBJECT), operations))
        .isInstanceOf(ApiError.class);
  }

  @Test
  void mergesObjectsAndReplacesTheRest() {
    assertThat(
            Patches.merge(
                (ObjectNode) json(OBJECT),
                (ObjectNode) json("{'a': {'b': [9], 'n': 1}, 'c~d': null}")))
        .isEqualTo(json("{'a': {'b': [9], 'n': 1}}"));
  }
}
