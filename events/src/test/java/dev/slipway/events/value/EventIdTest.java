package dev.slipway.events.value;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EventIdTest {

  /** Computed elsewhere. If this changes, every event that is on its way is told twice. */
  @Test
  void derivesTheSameIdsForEver() {
    assertThat(
            EventId.derive(
                "dev.slipway.image.published.v1",
                ImageRepository.parse("ghcr.io/acme/web"),
                Tag.parse("1.4.2"),
                "none"))
        .hasToString("29fe8dfdc5c0c40f90eb8ebaa2ee0de6");
    assertThat(EventId.derive("a")).hasToString("4162fddd39a3e4225e8e2392eced237f");
    assertThat(EventId.derive("\u00e4", "b")).hasToString("057240a3d03d197e9ad10f134a915d0b");
  }

  @Test
  void tellsPartsApartThatReadTheSameTogether() {
    assertThat(
            List.of(
                EventId.derive("ab", "c"),
                EventId.derive("a", "bc"),
                EventId.derive("abc"),
                EventId.derive("abc", ""),
                EventId.derive("1:a"),
                EventId.derive("", "a")))
        .doesNotHaveDuplicates();
  }

  @Test
  void makesAnotherIdForEachThingThatNothingCaused() {
    assertThat(EventId.random()).isNotEqualTo(EventId.random());
  }
}
