package dev.slipway.writer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.writer.files.NameTokens;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class NameTokensTest {
  private final NameTokens<String> names = new NameTokens<>();

  @ParameterizedTest
  @ValueSource(
      strings = {
        "web",
        "image: ghcr.io/acme/web:1.4.2",
        "image: 'web@sha256:0'",
        "{image: acme/web}",
        "- --image=registry.example:5000/web",
        "repository: \"acme/web\"\r\ntag: 1",
        "é/web",
      })
  void findsAWholeName(String text) {
    names.put("web", "it");

    assertThat(in(text)).containsExactly("it");
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "webs", "my-web:1", "web.d", "web_2", "WEB", "we b"})
  void passesByWhatIsAnotherName(String text) {
    names.put("web", "it");

    assertThat(in(text)).isEmpty();
  }

  @Test
  void findsEachOfManyOnceInTheTextsOrder() {
    for (int i = 0; i < 100_000; i++) {
      names.put("app-" + i, "app " + i);
    }
    names.put("app-7", "the other app 7");

    assertThat(in("a/app-99999 b/app-7 a/app-99999 app-100000"))
        .containsExactly("app 99999", "app 7", "the other app 7");
  }

  private Set<String> in(String text) {
    return names.in(text.getBytes(StandardCharsets.UTF_8));
  }
}
