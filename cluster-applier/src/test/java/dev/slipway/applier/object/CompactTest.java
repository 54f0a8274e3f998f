package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventJson;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompactTest {
  private static Map<String, Object> content(int fields) {
    Map<String, Object> content = new LinkedHashMap<>();
    IntStream.range(0, fields).forEach(i -> content.put("field-" + (fields - i), i));
    content.put("list", new ArrayList<>(Arrays.asList("a", null, 1.5, new LinkedHashMap<>())));
    content.put("nothing", null);
    content.put("map", new LinkedHashMap<>(Map.of("deep", Map.of("deeper", true))));
    return content;
  }

  @Test
  void isEqualToWhatItIsMadeOfAndSaysItInTheSameOrder() {
    for (int fields : List.of(0, 3, 40)) {
      Map<String, Object> content = content(fields);
      Map<String, Object> compact = Compact.map(content);
      assertThat(compact).isEqualTo(content).hasSameHashCodeAs(content).hasSize(fields + 3);
      assertThat(content).isEqualTo(compact);
      assertThat(compact.toString()).isEqualTo(content.toString());
      assertThat(EventJson.mapper().writeValueAsString(compact))
          .isEqualTo(EventJson.mapper().writeValueAsString(content));
      assertThat(compact.containsKey("nothing")).isTrue();
      assertThat(compact.containsKey("anything")).isFalse();
      assertThat(compact.get("anything")).isNull();
      assertThat(new LinkedHashMap<>(compact)).isEqualTo(content);
    }
  }

  @Test
  void isNotAffectedByWhatBecomesOfItsOrigin() {
    Map<String, Object> content = content(2);
    Map<String, Object> compact = Compact.map(content);
    Map<String, Object> before = content(2);
    content.put("more", 1);
    content.remove("list");
    assertThat(compact).isEqualTo(before);
  }

  @Test
  void cannotBeChangedAndIsNotMadeTwice() {
    for (int fields : List.of(3, 40)) {
      Map<String, Object> compact = Compact.map(content(fields));
      assertThatThrownBy(() -> compact.put("a", 1))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThatThrownBy(() -> compact.remove("list"))
          .isInstanceOf(UnsupportedOperationException.class);
      assertThat(Compact.map(compact)).isSameAs(compact);
      Map<String, Object> more = new LinkedHashMap<>(compact);
      more.put("more", 1);
      assertThat(Compact.map(more).get("map")).as("shared").isSameAs(compact.get("map"));
    }
  }
}
