package dev.slipway.sandbox.cluster.objects;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LabelSelectorTest {
  private static final Map<String, String> LABELS = Map.of("app", "web", "tier", "front");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "app=web | true",
        "app==web | true",
        "app = web , tier=front | true",
        "app=db | false",
        "app!=db | true",
        "missing!=x | true",
        "app in (db, web) | true",
        "app in (db),tier=front | false",
        "app notin (db) | true",
        "missing notin (db) | true",
        "tier | true",
        "!tier | false",
        "!missing | true"
      })
  void readsWhatAQuerySays(String selector, boolean expected) {
    assertThat(LabelSelector.parse(selector).matches(LABELS)).isEqualTo(expected);
  }

  @Test
  void matchesEverythingWhenItIsEmpty() {
    assertThat(LabelSelector.parse("").matches(LABELS)).isTrue();
  }

  @Test
  void refusesWhatIsNoSelector() {
    assertThatThrownBy(() -> LabelSelector.parse("app in web")).isInstanceOf(ApiError.class);
  }

  @Test
  void readsWhatAnObjectSays() {
    String selector =
        """
        {"matchLabels": {"app": "web"}, "matchExpressions": [
          {"key": "tier", "operator": "In", "values": ["front", "back"]},
          {"key": "canary", "operator": "DoesNotExist"}]}
        """;

    assertThat(LabelSelector.of(Json.parse(selector)).matches(LABELS)).isTrue();
    assertThat(LabelSelector.of(Json.parse(selector)).matches(Map.of("app", "web"))).isFalse();
  }
}
