package dev.slipway.events.value;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ImageNamesTest {
  private static final String DIGEST = "sha256:" + "0".repeat(64);

  @ParameterizedTest
  @CsvSource({
    "nginx, docker.io, library/nginx",
    "acme/web, docker.io, acme/web",
    "docker.io/nginx, docker.io, library/nginx",
    "index.docker.io/acme/web, docker.io, acme/web",
    "localhost/web, localhost, web",
    "ghcr.io/acme/web, ghcr.io, acme/web",
    "127.0.0.1:5000/web, 127.0.0.1:5000, web",
    "registry/web, docker.io, registry/web",
  })
  void readsShortNamesAsDockerDoes(String text, String host, String path) {
    assertThat(ImageRepository.parse(text)).isEqualTo(new ImageRepository(host, path));
  }

  @Test
  void callsAnImageByTheLastPartOfItsPath() {
    assertThat(ImageRepository.parse("ghcr.io/acme/team/web").shortName()).isEqualTo("web");
    assertThat(ImageRepository.parse("nginx").shortName()).isEqualTo("nginx");
  }

  @Test
  void doesNotTakeAPortForATag() {
    ImageReference image = ImageReference.parse("127.0.0.1:5000/web");

    assertThat(image.tag()).isNull();
    assertThat(image.repository().host()).isEqualTo("127.0.0.1:5000");
  }

  @Test
  void readsTagAndDigestTogether() {
    ImageReference image = ImageReference.parse("127.0.0.1:5000/web:1.0@" + DIGEST);

    assertThat(image.tag()).isEqualTo(Tag.parse("1.0"));
    assertThat(image.digest()).isEqualTo(Digest.parse(DIGEST));
  }

  @Test
  void findsNoImageInOtherTexts() {
    assertThat(ImageReference.tryParse("{{ .Values.image }}")).isEmpty();
    assertThat(ImageReference.tryParse("ghcr.io/acme/web:1.0")).isPresent();
  }

  @Test
  void abbreviatesForPeople() {
    assertThat(Digest.parse(DIGEST).abbreviated()).isEqualTo("0".repeat(12));
    assertThat(GitRevision.parse("8a2ce0f1".repeat(5)).abbreviated()).isEqualTo("8a2ce0f1");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"1", "_", "A.b-c_9", "", ".1", "-1", "a b", "a/b", "ä", "1.4.2\n", "1:2", "a+b"})
  void takesForATagWhatTheGrammarSays(String text) {
    assertThat(Tag.isValid(text)).isEqualTo(text.matches("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}"));
    assertThat(Tag.isValid(text.repeat(128)))
        .isEqualTo(text.repeat(128).matches("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}"));
  }

  @Test
  void knowsATagAndADigestWhenItSeesOne() {
    assertThat(Tag.isValid("1.0")).isTrue();
    assertThat(Tag.isValid("a b")).isFalse();
    assertThat(Digest.isValid(DIGEST)).isTrue();
    assertThat(Digest.isValid("sha256:0")).isFalse();
  }
}
