package dev.slipway.sandbox.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class CredentialsTest {
  private final Credentials robot = new Credentials("robot", "open:sesame");

  @Test
  void matchOnlyTheirOwnHeader() {
    assertThat(robot.match(robot.header())).isTrue();
    assertThat(robot.match(new Credentials("robot", "open").header())).isFalse();
    assertThat(robot.match(null)).isFalse();
  }

  @Test
  void neverShowThePassword() {
    assertThat(robot.toString()).contains("robot").doesNotContain("sesame");
  }

  @Test
  void refuseAUserThatBasicAuthenticationCannotCarry() {
    assertThatThrownBy(() -> new Credentials("a:b", "c"))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
