package dev.slipway.writer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SortableFormatTest {
  private final SortableFormat seconds = SortableFormat.of("yyyyMMdd-HHmmss").orElseThrow();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ddMMyyyy",
        "yyMMdd",
        "yyyyMMMdd",
        "yyyyMdd",
        "yyyyddMM",
        "yyyyMMdd'T'HHmmX",
        "YYYYww",
        "yyyyMMdd[HHmm]",
        "HHmm",
        "yyyyMMddyyyy",
        "yyyyMMddhhmm",
        ""
      })
  void saysNothingWhereLaterIsNotGreater(String format) {
    assertThat(SortableFormat.of(format)).isEmpty();
  }

  @Test
  void knowsATimeThatIsLaterOrTheSameWhereverItStands() {
    String best = "20250903-153629";

    assertThat(seconds.mayReach("20250903-153629-8a2ce0f", best)).isTrue();
    assertThat(seconds.mayReach("main-20250903-153630-8a2ce0f", best)).isTrue();
    assertThat(seconds.mayReach("1120250903-153630", best)).isTrue();
    assertThat(seconds.mayReach("20250903-153628-8a2ce0f", best)).isFalse();
    assertThat(seconds.mayReach("main-20240903-235959", best)).isFalse();
    assertThat(seconds.mayReach("latest", best)).isFalse();
    assertThat(seconds.mayReach("9999123-235959", best)).isFalse();
  }

  @Test
  void holdsATimeWithEveryDigitAndNoOther() {
    assertThat(seconds.holds("20250903-153629")).isTrue();
    assertThat(seconds.holds("-20250903-153629")).isFalse();
    assertThat(seconds.holds("+120250903-153629")).isFalse();
    assertThat(seconds.holds("20250903_153629")).isFalse();
    assertThat(
            SortableFormat.of("uuuu.MM.dd'T'HH-mm-ss.SSS")
                .orElseThrow()
                .holds("2025.09.03T15-36-29.123"))
        .isTrue();
  }
}
