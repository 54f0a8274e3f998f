package dev.slipway.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.events.EventJson;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.core.JacksonException;

class TagPolicyTest {
  record Sample(TagPolicy policy, String json) {}

  private static Stream<Sample> samples() {
    return Stream.of(
        new Sample(
            new TagPolicy.Timestamp("(?<ts>.+)", "yyyy"),
            "{\"kind\":\"timestamp\",\"pattern\":\"(?<ts>.+)\",\"format\":\"yyyy\"}"),
        new Sample(new TagPolicy.Semver(">=1.0.0"), "{\"kind\":\"semver\",\"range\":\">=1.0.0\"}"),
        new Sample(new TagPolicy.Release(), "{\"kind\":\"release\"}"),
        new Sample(
            new TagPolicy.Numerical(TagPolicy.Order.ASCENDING),
            "{\"kind\":\"numerical\",\"order\":\"ASCENDING\"}"),
        new Sample(
            new TagPolicy.Alphabetical(TagPolicy.Order.DESCENDING),
            "{\"kind\":\"alphabetical\",\"order\":\"DESCENDING\"}"),
        new Sample(
            new TagPolicy.MovingDigest(Tag.parse("latest")),
            "{\"kind\":\"digest\",\"tag\":\"latest\"}"),
        new Sample(new TagPolicy.NewestBuild(), "{\"kind\":\"newest-build\"}"));
  }

  @ParameterizedTest
  @MethodSource("samples")
  void travelsByItsName(Sample sample) {
    assertThat(EventJson.mapper().writeValueAsString(sample.policy())).isEqualTo(sample.json());
    assertThat(EventJson.mapper().readValue(sample.json(), TagPolicy.class))
        .isEqualTo(sample.policy());
  }

  @Test
  void hasASampleForEachKind() {
    assertThat(samples().<Object>map(sample -> sample.policy().getClass()))
        .containsExactlyInAnyOrder((Object[]) TagPolicy.class.getPermittedSubclasses());
  }

  @Test
  void refusesAKindThatALaterVersionMadeUp() {
    assertThatThrownBy(() -> EventJson.mapper().readValue("{\"kind\":\"lucky\"}", TagPolicy.class))
        .isInstanceOf(JacksonException.class);
  }
}
