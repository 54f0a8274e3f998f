package dev.slipway.sandbox.launcher;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PushedImageTest {
  @Test
  void needsNoTag() {
    assertThat(PushedImage.parse("demo/web"))
        .isEqualTo(new PushedImage("demo/web", Optional.empty()));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "demo/web:1.4.2",
        "ghcr.io/demo/web:1.4.2",
        "127.0.0.1:8701/demo/web:1.4.2",
        "localhost/demo/web:1.4.2"
      })
  void leavesTheRegistryOut(String text) {
    assertThat(PushedImage.parse(text))
        .isEqualTo(new PushedImage("demo/web", Optional.of("1.4.2")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo/web:feature/x", "web:feature/x", "web:v1.4/x"})
  void refusesATagWithASlash(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PushedImage.parse(text))
        .withMessageContaining("is no tag: letters, digits, '_', '.' and '-', at most 128");
  }

  @ParameterizedTest
  @ValueSource(strings = {"demo/web:", "demo/web:.5", "demo/web:-x", "demo/web:a:b", "demo/web:ä"})
  void refusesOtherTagsThatNoRegistryHolds(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PushedImage.parse(text))
        .withMessageContaining("is no tag");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Demo/Web", "demo//web", "demo/web/", "/web", ":1.0"})
  void refusesANameThatNoRegistryHolds(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PushedImage.parse(text))
        .withMessageContaining("is no name of an image");
  }

  @Test
  void refusesADigest() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> PushedImage.parse("demo/web@sha256:" + "0".repeat(64)))
        .withMessageContaining("give a tag or none");
  }
}
