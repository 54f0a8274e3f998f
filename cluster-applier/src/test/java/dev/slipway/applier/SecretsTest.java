package dev.slipway.applier;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SecretsTest {
  private final Secrets secrets = new Secrets();

  @Test
  void masksAValueWhereverItStands() {
    secrets.add(Map.of("a", "hunter2", "b", List.of("s3same", 12345), "c", true));
    assertThat(secrets.masked("hunter2")).isEqualTo("***");
    assertThat(secrets.masked("jdbc://u:hunter2@db?pin=12345"))
        .isEqualTo("jdbc://u:***@db?pin=***");
    assertThat(secrets.masked("s3same and hunter2")).isEqualTo("*** and ***");
    assertThat(secrets.masked("true")).isEqualTo("true");
    assertThat(secrets.masked("nothing of it")).isEqualTo("nothing of it");
  }

  @Test
  void masksTheLongerOneWhole() {
    secrets.add(List.of("hunter", "hunter2-and-more"));
    assertThat(secrets.masked("x hunter2-and-more y")).isEqualTo("x *** y");
  }

  @Test
  void aShortOneIsMaskedWhereItIsAll() {
    secrets.add("3");
    assertThat(secrets.masked("3")).isEqualTo("***");
    assertThat(secrets.masked("8443")).isEqualTo("8443");
  }

  @Test
  void masksItsBase64Too() {
    secrets.add("hunter2");
    String encoded =
        Base64.getEncoder().encodeToString("user:hunter2".getBytes(StandardCharsets.UTF_8));
    assertThat(secrets.masked("auth: " + encoded)).isEqualTo("auth: ***");
  }

  @Test
  void masksAKeyLineByLine() {
    secrets.add("-----BEGIN KEY-----\nAAAAB3NzaC1yc2E\nabc\n-----END KEY-----\n");
    assertThat(secrets.masked("key: |\n    AAAAB3NzaC1yc2E\n")).doesNotContain("AAAAB3");
  }
}
