package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ImplicitTypeTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1234567",
        "12345e6",
        "1e1234567",
        "0123456",
        "0o17",
        "0b101",
        "0x1F",
        "1_000",
        "1:20",
        "190:20:30",
        "1.10",
        "1.",
        ".5",
        "-1",
        "+12",
        "12e03",
        "true",
        "Yes",
        "NO",
        "on",
        "Off",
        "y",
        "N",
        "null",
        "~",
        "",
        ".inf",
        "-.INF",
        ".nan",
        "<<",
        "=",
        "08",
        "1.5e3"
      })
  void readsAsSomethingElseThanAString(String plain) {
    assertThat(ImplicitType.of(plain)).isEqualTo(ImplicitType.OTHER);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "2024-03-27",
        "2001-12-14t21:59:43.10-05:00",
        "2001-12-14 21:59:43.10 -5",
        "2024-1-2"
      })
  void readsAsATimeToYaml11(String plain) {
    assertThat(ImplicitType.of(plain)).isEqualTo(ImplicitType.TIMESTAMP);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "1.4.2",
        "v1",
        "abcdef0",
        "1a",
        "latest",
        "20250903-153629-8a2ce0f",
        "ghcr.io/a/b:1",
        "e5",
        "1e",
        "0xg",
        "yes1",
        "2024.3.27",
        "2024-03-27-1",
        "_1",
        "1-2",
        "nulls",
        "12345a7",
        "-",
        "."
      })
  void readsAsAString(String plain) {
    assertThat(ImplicitType.of(plain)).isEqualTo(ImplicitType.STRING);
  }
}
