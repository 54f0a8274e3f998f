package dev.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.EventId;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TraceContextTest {
  @Test
  void theSameEventBeginsTheSameTrace() {
    String trace = TraceContext.begunBy(EventId.parse("a"));

    assertThat(TraceContext.isValid(trace)).as(trace).isTrue();
    assertThat(TraceContext.begunBy(EventId.parse("a"))).isEqualTo(trace);
    assertThat(TraceContext.begunBy(EventId.parse("b"))).isNotEqualTo(trace);
  }

  @Test
  void takesWhatTheSpecificationGivesAsAnExample() {
    assertThat(TraceContext.isValid("00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01"))
        .isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "00-00000000000000000000000000000000-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
        "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
        "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
        "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01\n"
      })
  void refusesAnythingElse(String other) {
    assertThat(TraceContext.isValid(other)).isFalse();
  }
}
