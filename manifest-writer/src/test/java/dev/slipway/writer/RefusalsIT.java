package dev.slipway.writer;

import static dev.slipway.writer.WriterOnGit.published;
import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.UpdateDeclined;
import dev.slipway.events.value.DeclineReason;
import dev.slipway.writer.edit.HeapLimits;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every file that the writer leaves alone, from the repository to the event, in the very words that
 * people get. The environment beside it gets its version in the same turn.
 */
class RefusalsIT {
  private static final String CONFIGURATION =
      """
      version: 1
      images:
        web: {repository: ghcr.io/acme/web, policy: {semver: '>=1.0.0'}}
      environments:
        dev: {cluster: main, path: apps/dev, follow: [web]}
        staging: {cluster: main, path: apps/staging, follow: [web]}
      """;
  private static final String MARKED =
      "image: ghcr.io/acme/web:1.0.0 # {\"$imagepolicy\": \"slipway:web\"}\n";
  private static final String TEMPLATE =
      "the file is a template: put the image into its values, or into a file that is no template";

  @TempDir private Path folder;

  @SuppressWarnings("NullAway.Init") // by each row
  private WriterOnGit writer;

  @AfterEach
  void stop() {
    writer.close();
  }

  /**
   * A file, and what is said of it.
   *
   * @param line where; 0 where the whole file is meant
   */
  record Row(String name, String content, DeclineReason reason, int line, String words) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Row> rows() {
    return Stream.of(
        row(
            "SOPS",
            MARKED + "sops: {mac: 'ENC[A]', lastmodified: x}\n",
            DeclineReason.ENCRYPTED_FILE,
            2,
            "the file is encrypted by SOPS, whose checksum covers every value: move the image to a"
                + " file of its own"),
        row(
            "a Helm template",
            MARKED + "name: {{ .Release.Name }}-web\n",
            DeclineReason.TEMPLATE,
            2,
            TEMPLATE),
        row("a Jinja template", MARKED + "{% if prod %}\n", DeclineReason.TEMPLATE, 2, TEMPLATE),
        row(
            "a template's expression behind a marker",
            "image: \"{{ image }}\" # {\"$imagepolicy\": \"slipway:web\"}\n",
            DeclineReason.TEMPLATE,
            1,
            "the value '{{ image }}' is a template's expression: move the marker to where it is"
                + " set"),
        row(
            "conflict markers",
            "<<<<<<< HEAD\n" + MARKED + "=======\n" + MARKED + ">>>>>>> theirs\n",
            DeclineReason.CONFLICT_MARKERS,
            1,
            "the file holds conflict markers of a merge: resolve them first"),
        row(
            "unparseable",
            "a: [b\n" + MARKED,
            DeclineReason.UNPARSEABLE,
            2,
            "the file is not YAML: expected ',' or ']', but got :; correct it"),
        row(
            "a reference marker on a tag field",
            "tag: 1.0.0 # {\"$imagepolicy\": \"slipway:web\"}\n",
            DeclineReason.UNSUITABLE_MARKER,
            1,
            "the marker slipway:web sets a whole reference (name:tag), but 'tag' holds a tag alone;"
                + " write {\"$imagepolicy\": \"slipway:web:tag\"}"),
        row(
            "a reference marker on Kustomize's newTag",
            "images:\n- name: ghcr.io/acme/web\n"
                + "  newTag: 1.0.0 # {\"$imagepolicy\": \"slipway:web\"}\n",
            DeclineReason.UNSUITABLE_MARKER,
            3,
            "the marker slipway:web sets a whole reference (name:tag), but 'newTag' holds a tag"
                + " alone; write {\"$imagepolicy\": \"slipway:web:tag\"}"),
        row(
            "a tag marker on a reference",
            "image: ghcr.io/acme/web:1.0.0 # {\"$imagepolicy\": \"slipway:web:tag\"}\n",
            DeclineReason.UNSUITABLE_MARKER,
            1,
            "the marker slipway:web:tag sets a tag alone, but 'image' holds"
                + " 'ghcr.io/acme/web:1.0.0'; mark the field that holds the tag, or drop ':tag'"
                + " from a marker on name:tag"),
        row(
            "a marker with an unknown policy",
            "image: ghcr.io/acme/wbe:1.0.0 # {\"$imagepolicy\": \"slipway:wbe\"}\n",
            DeclineReason.UNKNOWN_POLICY,
            1,
            "the marker names the policy 'slipway:wbe', which nobody declares: add it to images in"
                + " slipway.yaml, or correct the marker"),
        row(
            "a marker that is none",
            "image: ghcr.io/acme/web:1.0.0 # {\"$imagepolicy\": \"slipway:web\"} keep\n",
            DeclineReason.UNSUITABLE_MARKER,
            1,
            "the comment is not a marker: expected one JSON object such as {\"$imagepolicy\":"
                + " \"namespace:policy:tag\"} and nothing after it"),
        row(
            "a marker on a line of its own",
            "# {\"$imagepolicy\": \"slipway:web\"}\nimage: other\n",
            DeclineReason.UNSUITABLE_MARKER,
            1,
            "the marker slipway:web stands on a line of its own; put it behind the value it"
                + " marks"),
        row(
            "a marker behind several values",
            "versions: [1.0.0, 0.9.0] # {\"$imagepolicy\": \"slipway:web:tag\"}\n",
            DeclineReason.UNSUITABLE_MARKER,
            1,
            "several values stand before the marker slipway:web:tag and their keys do not say which"
                + " is meant; write that value on a line of its own"),
        row(
            "a marker inside a block scalar",
            "data:\n  values: |\n    tag: 1.0.0 # {\"$imagepolicy\": \"slipway:web:tag\"}\n",
            DeclineReason.UNSUITABLE_MARKER,
            3,
            "the marker stands inside a block scalar (| or >), where it is text and no comment;"
                + " move the value out of it"),
        row(
            "a marker on an alias",
            "a: &img other\nb: *img # {\"$imagepolicy\": \"slipway:web\"}\n",
            DeclineReason.UNSUITABLE_MARKER,
            2,
            "the value is the alias *img; put the marker slipway:web where &img is defined"),
        row(
            "an old digest beside the tag",
            "image:\n  tag: 1.0.0 # {\"$imagepolicy\": \"slipway:web:tag\"}\n  digest: sha256:"
                + "a".repeat(64)
                + " # keep\n",
            DeclineReason.UNSUITABLE_MARKER,
            3,
            "'digest' beside the tag would keep the old image running, and the new digest is not"
                + " known; mark it with :digest, or remove it"),
        row(
            "two versions and nothing that says which is meant",
            "a: {image: ghcr.io/acme/web:0.9.0}\nb: {image: ghcr.io/acme/web:0.8.0}\n",
            DeclineReason.AMBIGUOUS_TARGET,
            1,
            "ghcr.io/acme/web stands here in several versions (0.9.0 in line 1, 0.8.0 in line 2),"
                + " and nothing says which of them is to move; put the marker # {\"$imagepolicy\":"
                + " \"slipway:web\"} behind that one"),
        row(
            "20 MB in one document",
            "x: y\n".repeat(4_000_000) + MARKED,
            DeclineReason.TOO_LARGE,
            1,
            "the document has 20000064 bytes, and documents over "
                + HeapLimits.document()
                + " are not edited with this heap: split it, or give Slipway more memory"));
  }

  private static Row row(
      String name, String content, DeclineReason reason, int line, String words) {
    return new Row(name, content, reason, line, words);
  }

  @ParameterizedTest
  @MethodSource("rows")
  void isRefusedAndNothingElseWaitsForIt(Row row) throws InterruptedException {
    writer =
        new WriterOnGit(
            folder,
            Map.of(
                "slipway.yaml", CONFIGURATION,
                "apps/dev/web.yaml", row.content(),
                "apps/staging/web.yaml", MARKED));
    writer.work();

    writer.deliver(published("1.1.0"));
    writer.work();

    assertThat(writer.file("apps/dev/web.yaml")).isEqualTo(row.content());
    assertThat(writer.file("apps/staging/web.yaml")).isEqualTo(MARKED.replace("1.0.0", "1.1.0"));
    List<UpdateDeclined> declined = writer.publisher.events(UpdateDeclined.class);
    assertThat(declined)
        .singleElement()
        .satisfies(
            no -> {
              assertThat(no.message())
                  .isEqualTo("apps/dev/web.yaml:" + row.line() + ": " + row.words());
              assertThat(no.environment()).hasToString("dev");
              assertThat(no.reason()).isEqualTo(row.reason());
              assertThat(no.file()).isEqualTo("apps/dev/web.yaml");
              assertThat(no.line()).isEqualTo(row.line());
            });
  }
}
