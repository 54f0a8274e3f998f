package dev.slipway.applier.object;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.EnvironmentName;
import org.junit.jupiter.api.Test;

class ApplySetTest {
  @Test
  void derivesTheIdAsKubectlDoes() {
    // kubectl apply --prune --applyset=configmap/slipway-dev -n acme labels its members so.
    assertThat(set("dev").id())
        .isEqualTo("applyset-hUieUvyW93FLFgm68N9YKKyCfsgd06wSlmI3wRuwqTc-v1");
  }

  @Test
  void namesTheParentAfterTheEnvironment() {
    assertThat(set("dev").parent().name()).isEqualTo("slipway-dev");
    assertThat(set("candidates/New_Login").parent().name())
        .matches("slipway-candidates-new-login-[0-9a-f]{8}");
  }

  @Test
  void keepsEnvironmentsOfSimilarNamesApart() {
    assertThat(set("a/b").parent().name()).isNotEqualTo(set("a-b").parent().name());
    assertThat(set("a/b").parent().name()).isNotEqualTo(set("a_b").parent().name());
  }

  @Test
  void aLongNameStillIsAName() {
    assertThat(set("x".repeat(100)).parent().name()).hasSizeLessThan(90);
  }

  private static ApplySet set(String name) {
    return new ApplySet(EnvironmentName.parse(name), "acme");
  }
}
