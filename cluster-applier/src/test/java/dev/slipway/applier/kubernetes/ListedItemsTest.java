package dev.slipway.applier.kubernetes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.applier.UnavailableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ListedItemsTest {
  private final List<Map<String, Object>> items = new ArrayList<>();

  private Map<String, Object> read(String body) {
    return new ApiRequests.Answer(200, body.getBytes(UTF_8)).items(items::add);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{'kind': 'List', 'metadata': {'continue': 'x'}, 'items': [{'a': 1}, {'b': {'c': []}}]}",
        "{'items': [{'a': 1}, {'b': {'c': []}}], 'other': [{}], 'metadata': {'continue': 'x'}}"
      })
  void eachIsGivenAndTheListsOwnMetadata(String body) {
    assertThat(read(body.replace('\'', '"'))).isEqualTo(Map.of("continue", "x"));
    assertThat(items).containsExactly(Map.of("a", 1), Map.of("b", Map.of("c", List.of())));
  }

  @ParameterizedTest
  @ValueSource(strings = {"{}", "[]", "", "{\"items\": null}", "{\"items\": {\"a\": {}}}"})
  void whatIsNoListHasNone(String body) {
    assertThat(read(body)).isEmpty();
    assertThat(items).isEmpty();
  }

  @Test
  void whatIsCutOffIsNotTakenForAll() {
    assertThatThrownBy(() -> read("{\"items\": [{\"a\": 1}, {\"b\""))
        .isInstanceOf(UnavailableException.class);
    assertThatThrownBy(() -> read("<html>no backend</html>"))
        .isInstanceOf(UnavailableException.class);
  }
}
