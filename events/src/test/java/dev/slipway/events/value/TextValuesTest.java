package dev.slipway.events.value;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every value that is one text: what it takes, what it refuses, and that it says it again. */
class TextValuesTest {
  private static final Map<String, Function<String, Object>> PARSERS =
      Map.of(
          "tag", Tag::parse,
          "digest", Digest::parse,
          "event id", EventId::parse,
          "environment name", EnvironmentName::parse,
          "branch", GitBranch::parse,
          "Git repository", GitRepository::parse,
          "revision", GitRevision::parse,
          "sequence", Sequence::parse,
          "image repository", ImageRepository::parse,
          "image reference", ImageReference::parse);

  private static final String HEX = "0123456789abcdef".repeat(4);

  record Sample(String type, String text) {}

  private static Stream<Sample> good() {
    return Stream.of(
            samples("tag", "latest", "1.4.2", "_x", "20250903-153629-8a2ce0f", "a".repeat(128)),
            samples("digest", "sha256:" + HEX, "sha512:" + HEX + HEX, "sha384:" + "a".repeat(96)),
            samples("event id", "x", "320678d8-ca14-430f-8bb6-4ca139cd83f7", "a:b_c.d"),
            samples("environment name", "dev", "candidates/new-login", "a", "Team.A_1", "9lives"),
            samples("branch", "main", "releases/prod", "feature/Ünïcode", "a#1", "v1.0"),
            samples(
                "Git repository",
                "https://git.example/acme/ops",
                "http://127.0.0.1:3000/ops.git",
                "ssh://git@git.example:2222/acme/ops.git",
                "git@git.example:acme/ops.git",
                "file:///srv/git/ops"),
            samples("revision", "a".repeat(40), HEX),
            samples("sequence", "0.0.0", "1763640000000.42.7", "999999999999999999.0.1"),
            samples(
                "image repository",
                "ghcr.io/acme/web",
                "127.0.0.1:5000/demo/web",
                "localhost/web",
                "[::1]:5000/web",
                "docker.io/library/nginx",
                "111122223333.dkr.ecr.eu-west-1.amazonaws.com/a/b-c__d.e"),
            samples(
                "image reference",
                "ghcr.io/acme/web",
                "ghcr.io/acme/web:1.4.2",
                "127.0.0.1:5000/web@sha256:" + HEX,
                "127.0.0.1:5000/web:latest@sha256:" + HEX))
        .flatMap(s -> s);
  }

  private static Stream<Sample> bad() {
    String newline = "main\n";
    return Stream.of(
            samples("tag", "", "-x", ".x", "a b", "a/b", "a\n", "é", "a".repeat(129), "a:b"),
            samples(
                "digest",
                "",
                HEX,
                "sha256:" + HEX.substring(1),
                "sha256:" + "A".repeat(64),
                "md5:" + "a".repeat(32),
                "sha256:" + HEX + "\n"),
            samples("event id", "", " ", "a b", "-a", "a".repeat(129), "a\r\nb", "$(id)"),
            samples(
                "environment name",
                "",
                "/a",
                "a/",
                "a b",
                "ä",
                "a".repeat(101),
                "a\n",
                "../..",
                "-"),
            samples(
                "branch",
                "",
                "refs/heads/main",
                "-main",
                "/main",
                "main/",
                "main.",
                "a..b",
                "a//b",
                "a b",
                "a~1",
                "a^",
                "a:b",
                "a?",
                "a*",
                "[a",
                "a\\b",
                "a@{1}",
                "a.lock",
                newline,
                "a".repeat(201)),
            samples(
                "Git repository",
                "",
                "git.example/acme/ops",
                "https://user:secret@git.example/acme/ops",
                "https://token@git.example/acme/ops",
                "https://git.example/acme/ops?token=x",
                "https://git.example/a b",
                "ftp://git.example/ops",
                "https://",
                "--upload-pack=x"),
            samples("revision", "", "a".repeat(39), "A".repeat(40), "HEAD", "a".repeat(40) + "\n"),
            samples(
                "sequence", "", "1", "1.2", "1.2.3.4", "-1.0.0", "1.a.0", "1".repeat(19) + ".0.0"),
            samples(
                "image repository",
                "",
                "/",
                "ghcr.io/",
                "/web",
                "ghcr.io//web",
                "ghcr.io/Acme/web",
                "ghcr.io/acme/web:1",
                "https://ghcr.io/acme/web",
                "ghcr.io/acme/web@sha256:" + HEX,
                "ghcr.io/../web",
                "ghcr.io/acme/web\n",
                "ghcr.io:port/web",
                "user@ghcr.io/web",
                "a b/c"),
            samples(
                "image reference",
                "",
                ":tag",
                "ghcr.io/acme/web:",
                "ghcr.io/acme/web@",
                "ghcr.io/acme/web@sha256:12",
                "ghcr.io/acme/web:a:b",
                "ghcr.io/acme/web:1@sha256:" + HEX + "@x"))
        .flatMap(s -> s);
  }

  @ParameterizedTest
  @MethodSource("good")
  void saysWhatItRead(Sample sample) {
    assertThat(parser(sample).apply(sample.text()).toString()).isEqualTo(sample.text());
    assertThat(parser(sample).apply(sample.text())).isEqualTo(parser(sample).apply(sample.text()));
  }

  @ParameterizedTest
  @MethodSource("bad")
  void refusesWhatItIsNotAndNamesTheField(Sample sample) {
    assertThatThrownBy(() -> parser(sample).apply(sample.text()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(" is not valid: ");
  }

  /** A text of a megabyte must cost a refusal, not the stack or the afternoon. */
  @ParameterizedTest
  @MethodSource("types")
  void refusesHugeTexts(String type) {
    for (String part :
        new String[] {"a", "a/", "a.b-", "a_b-c/", "-", "_", "a:", "1.", "https://a/"}) {
      String huge = part.repeat(1_000_000 / part.length());
      assertThatThrownBy(() -> parser(type).apply(huge))
          .isInstanceOf(IllegalArgumentException.class)
          .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(400));
    }
  }

  @Test
  void writesNoLineEndsIntoMessages() {
    assertThatThrownBy(() -> EventId.parse("a\r\nERROR forged"))
        .hasMessage(
            "event id 'a??ERROR forged' is not valid: letters, digits, '.', '_', ':', '-', at most"
                + " 128");
  }

  @Test
  void doesNotRepeatSecretsAtLength() {
    assertThatThrownBy(() -> Tag.parse("!" + "x".repeat(500)))
        .hasMessageContaining("...")
        .satisfies(e -> assertThat(e.getMessage()).hasSizeLessThan(200));
  }

  private static Stream<String> types() {
    return PARSERS.keySet().stream().sorted();
  }

  private static Stream<Sample> samples(String type, String... texts) {
    return Stream.of(texts).map(text -> new Sample(type, text));
  }

  private static Function<String, Object> parser(Sample sample) {
    return parser(sample.type());
  }

  private static Function<String, Object> parser(String type) {
    return Objects.requireNonNull(PARSERS.get(type), type);
  }

  @ParameterizedTest
  @CsvSource({
    "https://user:s3cret@git.example/acme/ops, https://***@git.example/acme/ops",
    "https://s3cret@git.example/acme/ops, https://***@git.example/acme/ops",
    "https://git.example/acme/ops?token=s3cret, https://git.example/acme/ops?***"
  })
  void neverRepeatsTheCredentialsOfAnAddress(String address, String shown) {
    assertThatThrownBy(() -> GitRepository.parse(address))
        .hasMessageContaining("'" + shown + "'")
        .hasMessageNotContaining("s3cret");
  }
}
