package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

class EditCommandTest {
  private static final String BEFORE =
      """
      kind: Deployment
      image: ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
      """;

  @TempDir private Path folder;
  private Path file;
  private final StringWriter output = new StringWriter();
  private final StringWriter errors = new StringWriter();

  @BeforeEach
  void writeManifest() throws IOException {
    file = Files.writeString(folder.resolve("web.yaml"), BEFORE);
  }

  @Test
  void showsTheDifferenceAndChangesNothing() throws IOException {
    assertThat(run(file.toString(), "--set", "apps:web=ghcr.io/acme/web:1.5.0")).isZero();
    assertThat(output)
        .hasToString(
            """
            --- a/web.yaml
            +++ b/web.yaml
            @@ -2 +2 @@
            -image: ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
            +image: ghcr.io/acme/web:1.5.0 # {"$imagepolicy": "apps:web"}
            """);
    assertThat(file).hasContent(BEFORE);
  }

  @Test
  void writesWhenAskedToAndWalksFolders() throws IOException {
    assertThat(run(folder.toString(), "--set", "web=ghcr.io/acme/web:1.5.0", "--write")).isZero();
    assertThat(file).hasContent(BEFORE.replace("1.4.2", "1.5.0"));
  }

  @Test
  void saysWhatItRefusesAndExitsWithOne() throws IOException {
    Files.writeString(file, "tag: 1.4.2 # {\"$imagepolicy\": \"apps:web\"}\n");
    assertThat(run(file.toString(), "--set", "web=ghcr.io/acme/web:1.5.0")).isEqualTo(1);
    assertThat(output.toString())
        .startsWith("refused: web.yaml:1: the marker apps:web sets a whole reference");
  }

  @Test
  void changesWhatNamesTheImageThoughNothingMarksIt() throws IOException {
    Files.writeString(file, "image: ghcr.io/acme/web:1.4.2\n");
    assertThat(run(file.toString(), "--set", "web=ghcr.io/acme/web:1.5.0", "--write")).isZero();
    assertThat(file).hasContent("image: ghcr.io/acme/web:1.5.0\n");

    assertThat(run(file.toString(), "--set", "web=ghcr.io/acme/web:2", "--only-marked")).isZero();
    assertThat(file).hasContent("image: ghcr.io/acme/web:1.5.0\n");
    assertThat(output.toString())
        .endsWith("nothing here names web=ghcr.io/acme/web:2 by marker or image\n");
  }

  @Test
  void neverFollowsALink() throws IOException {
    Path outside = Files.writeString(folder.resolve("outside.txt"), BEFORE);
    Path tree = Files.createDirectory(folder.resolve("tree"));
    Path link = Files.createSymbolicLink(tree.resolve("web.yaml"), outside);

    assertThat(run(tree.toString(), "--set", "web=ghcr.io/acme/web:1.5.0", "--write")).isZero();
    assertThat(run(link.toString(), "--set", "web=ghcr.io/acme/web:1.5.0", "--write")).isEqualTo(1);
    assertThat(output.toString())
        .endsWith(
            "refused: web.yaml: the file is a symbolic link to %s, and links are never followed: name the file itself\n"
                .formatted(outside));
    assertThat(outside).hasContent(BEFORE);
  }

  @Test
  void explainsWrongUsage() {
    assertThat(run()).isEqualTo(2);
    assertThat(errors.toString()).startsWith("name at least one FILE and one --set POLICY=IMAGE");
    assertThat(run(file.toString(), "--set", "web")).isEqualTo(2);
    assertThat(errors.toString()).contains("--set 'web' is not POLICY=IMAGE[:TAG[@DIGEST]]");
    assertThat(run(file.toString(), "--set", "web=Not An Image")).isEqualTo(2);
    assertThat(run(folder.resolve("absent").toString(), "--set", "web=nginx:1")).isEqualTo(2);
    assertThat(errors.toString()).contains("there is no file ");
    assertThat(run("--batch", file.toString())).isEqualTo(2);
    assertThat(errors.toString()).contains("--batch needs --blobs DIR and --out DIR");
  }

  @Test
  void replaysRecordedEdits() throws IOException {
    Path blobs = Files.createDirectories(folder.resolve("blobs"));
    Files.writeString(blobs.resolve("one"), BEFORE);
    Files.writeString(blobs.resolve("two"), "tag: 1 # {\"$imagepolicy\": \"apps:web\"}\n");
    Path rows =
        Files.writeString(
            folder.resolve("rows.jsonl"),
            """
            {"path": "a.yaml", "parent": "one", "updates": {"apps:web": ["x", "ghcr.io/acme/web:2"]}}
            {"path": "a.yaml", "parent": "two", "updates": {"apps:web": ["1", "ghcr.io/acme/web:2"]}}
            {"path": "a.yaml", "parent": "one", "updates": {"apps:other:tag": ["1", "2"]}}
            {"path": "a.yaml", "parent": "none", "updates": {}}
            not json
            """);
    Path out = folder.resolve("out");
    ByteArrayOutputStream verdicts = new ByteArrayOutputStream();

    boolean good =
        new BatchEdit(blobs, out, new PrintStream(verdicts, true, StandardCharsets.UTF_8))
            .run(rows);

    assertThat(good).isFalse();
    assertThat(out.resolve("1")).hasContent(BEFORE.replace("web:1.4.2", "web:2"));
    assertThat(out.resolve("2")).hasSameTextualContentAs(blobs.resolve("two"));
    assertThat(verdicts.toString(StandardCharsets.UTF_8).lines())
        .satisfiesExactly(
            line ->
                assertThat(line)
                    .isEqualTo(
                        "{\"row\":1,\"result\":\"edited\",\"reason\":null,\"line\":null,\"message\":null}"),
            line ->
                assertThat(line)
                    .startsWith(
                        "{\"row\":2,\"result\":\"refused\",\"reason\":\"reference-marker-on-part\",\"line\":1,"),
            line ->
                assertThat(line)
                    .startsWith("{\"row\":3,\"result\":\"unchanged\",\"reason\":\"no-target\""),
            line ->
                assertThat(line)
                    .startsWith("{\"row\":4,\"result\":\"failed\",\"reason\":\"bad-row\""),
            line ->
                assertThat(line)
                    .startsWith("{\"row\":5,\"result\":\"failed\",\"reason\":\"bad-row\""));
  }

  private int run(String... arguments) {
    return new CommandLine(new EditCommand())
        .setOut(new PrintWriter(output))
        .setErr(new PrintWriter(errors))
        .execute(arguments);
  }
}
