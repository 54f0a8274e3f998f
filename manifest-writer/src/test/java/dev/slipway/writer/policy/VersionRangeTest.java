package dev.slipway.writer.policy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.slipway.writer.policy.VersionRange.Membership;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The cases are those of Masterminds/semver 3, which Flux and Helm use. */
class VersionRangeTest {

  @ParameterizedTest(name = "{1} in {0}: {2}")
  @CsvSource(
      delimiter = ';',
      textBlock =
          """
          *; 1.2.3; INSIDE
          *; 1.2.3-alpha; PRE_RELEASE
          =1.2.3; 1.2.3; INSIDE
          1.2.3; 1.2.4; OUTSIDE
          1.2; 1.2.9; INSIDE
          1.2; 1.3.0; OUTSIDE
          1.x; 1.9.0; INSIDE
          1.2.x; 1.3.0; OUTSIDE
          !=1.2.3; 1.2.4; INSIDE
          !=1.2.x; 1.2.4; OUTSIDE
          >1.2.3; 1.2.3; OUTSIDE
          >11; 11.1.0; OUTSIDE
          >11; 12.0.0; INSIDE
          >11.1; 11.1.5; OUTSIDE
          >11.1; 11.2.0; INSIDE
          >=11.1.3; 11.1.3; INSIDE
          =>11.1.3; 11.1.2; OUTSIDE
          <2.0.0; 1.9.9; INSIDE
          <2.0.0; 2.0.0; OUTSIDE
          <=11; 11.9.9; INSIDE
          <=11; 12.0.0; OUTSIDE
          <=1.2.3; 1.2.4; OUTSIDE
          ~1.2.3; 1.2.9; INSIDE
          ~1.2.3; 1.2.2; OUTSIDE
          ~1.2.3; 1.3.0; OUTSIDE
          ~1; 1.9.0; INSIDE
          ~>2.0; 2.1.0; OUTSIDE
          ~0.0.0; 5.0.0; INSIDE
          ^1.2.3; 1.9.0; INSIDE
          ^1.2.3; 2.0.0; OUTSIDE
          ^0.2.3; 0.2.9; INSIDE
          ^0.2.3; 0.3.0; OUTSIDE
          ^0.0.3; 0.0.4; OUTSIDE
          ^0.0; 0.0.9; INSIDE
          ^0; 0.9.0; INSIDE
          1.2 - 1.4.5; 1.4.5; INSIDE
          1.2 - 1.4.5; 1.4.6; OUTSIDE
          1.2 - 1.4; 1.4.9; INSIDE
          >=1.0, <2.0; 1.5.0; INSIDE
          >= 1.0 < 2.0; 2.5.0; OUTSIDE
          <1.0 || >=2.0; 2.5.0; INSIDE
          <1.0 || >=2.0; 1.5.0; OUTSIDE
          >=1.0.0; 2.0.0-rc.1; PRE_RELEASE
          >=1.0.0-0; 2.0.0-rc.1; INSIDE
          >=1.0.0-0 <3.0.0; 2.0.0-rc.1; INSIDE
          ^1.0.0-0; 2.0.0-rc.1; OUTSIDE
          <1 || >=2.0.0-0; 2.0.0-rc.1; INSIDE
          >=1.0.0-alpha; 1.0.0-beta; INSIDE
          >=1.0.0-beta; 1.0.0-alpha; OUTSIDE
          >=1.0.0; 1.0.20250714163912; INSIDE
          >=v1.0.0; v1.2.0; INSIDE
          """)
  void readsRangesAsMastermindsDoes(String range, String version, Membership expected) {
    assertThat(
            VersionRange.parse(range).membership(SemanticVersion.tryParse(version).orElseThrow()))
        .isEqualTo(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "latest", ">=", "1.2.3.4", ">=1.0 beta", "|| 1.0", ">=1.0,,<2.0"})
  void refusesWhatIsNoRange(String range) {
    assertThatThrownBy(() -> VersionRange.parse(range))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("semver range '" + range + "' is not valid at '");
  }

  @Test
  void ordersPreReleasesAsTheSpecificationDoes() {
    assertThat(
            Stream.of(
                    "1.0.0",
                    "1.0.0-rc.1",
                    "1.0.0-beta.11",
                    "1.0.0-beta.2",
                    "1.0.0-beta",
                    "1.0.0-alpha.beta",
                    "1.0.0-alpha.1",
                    "1.0.0-alpha")
                .map(text -> SemanticVersion.tryParse(text).orElseThrow())
                .sorted()
                .map(SemanticVersion::toString))
        .containsExactly(
            "1.0.0-alpha",
            "1.0.0-alpha.1",
            "1.0.0-alpha.beta",
            "1.0.0-beta",
            "1.0.0-beta.2",
            "1.0.0-beta.11",
            "1.0.0-rc.1",
            "1.0.0");
  }

  @ParameterizedTest
  @ValueSource(strings = {"1.2", "1", "01.2.3", "1.2.3-01", "latest", "1.2.3.4", "", "v", "1.2.x"})
  void twoNumbersAreNoVersion(String tag) {
    assertThat(SemanticVersion.tryParse(tag)).isEmpty();
  }
}
