package dev.slipway.writer.policy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FluxV1FilterTest {

  @ParameterizedTest(name = "{0} {1}: {2}")
  @CsvSource(
      delimiter = ' ',
      textBlock =
          """
          glob:refs-heads-master-* refs-heads-master-abc-1 true
          glob:refs-heads-master-* refs-heads-main-abc-1 false
          glob:*-master.* 0.0.1-master.ba44fd12 true
          glob:* anything true
          1.2.* 1.2.3 true
          1.2.* 1x2.3 false
          semver:~1.2 1.2.9 true
          semver:~1.2 v1.2.9 true
          semver:~1.2 1.3.0 false
          semver:~1.2 latest false
          semver:nonsense 1.2.0 false
          regex:^3.* 3.10.1 true
          regexp:^3.* 2.3 false
          regex:(unclosed 1.2.0 false
          """)
  void takesWhatFluxV1Takes(String filter, String tag, boolean taken) {
    assertThat(FluxV1Filter.accepts(filter, Tag.parse(tag))).isEqualTo(taken);
  }
}
