package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Files that are read document by document. */
class LargeManifestTest {
  private static final FileName FILE = FileName.parse("all.yaml");
  private static final ImageReference IMAGE = ImageReference.parse("ghcr.io/acme/web:1.5.0");
  private static final Update WEB = Update.ofPolicy(PolicyName.parse("apps:web"), IMAGE);
  private static final String DOCUMENT =
      """
      kind: Deployment
      metadata: {name: other}
      text: |
        --- is no document here
         ---
      spec: {replicas: 3} # 🚀
      """;
  private static final String MARKED =
      "image: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"apps:web\"}\n";
  private static final int MANY = 2 * SizeLimits.AT_ONCE / DOCUMENT.length();

  private final ManifestEditor editor = new ManifestEditor();

  @Test
  void changesOneDocumentOfManyAndNoOtherByte() {
    String before =
        "\uFEFF"
            + (DOCUMENT + "---\n").repeat(MANY)
            + MARKED
            + ("--- \r\n" + DOCUMENT).repeat(MANY);

    EditResult result = editor.edit(FILE, bytes(before), List.of(WEB));

    int line = MANY * 7 + 1;
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    EditResult.Edited edited = (EditResult.Edited) result;
    assertThat(text(edited.content())).isEqualTo(before.replace("web:1.4.2", "web:1.5.0"));
    assertThat(edited.changes()).singleElement().extracting(Change::line).isEqualTo(line);
    assertThat(editor.find(FILE, bytes(before), List.of(WEB.target())))
        .singleElement()
        .extracting(FoundValue::line, FoundValue::value)
        .containsExactly(line, "ghcr.io/acme/web:1.4.2");
  }

  @Test
  void aPathLeadsToOneDocument() {
    String before = (DOCUMENT + "---\n").repeat(MANY) + "web: {tag: 1.4.2}\n";
    Update tag = Update.atPath(FILE, YamlPath.parse("web.tag"), Part.TAG, IMAGE);

    EditResult result = editor.edit(FILE, bytes(before), List.of(tag));

    assertThat(result).isInstanceOf(EditResult.Edited.class);
    assertThat(text(((EditResult.Edited) result).content()))
        .isEqualTo(before.replace("1.4.2", "1.5.0"));
    assertThat(refusal(before, "kind"))
        .isEqualTo(
            "all.yaml:1: 'kind' leads to values in %d documents; mark the right one instead"
                .formatted(MANY));
    assertThat(refusal(before, "none")).isEqualTo("all.yaml: nothing at 'none' in any document");
  }

  @Test
  void oneBadDocumentSpoilsTheFileAsItDoesForItsReaders() {
    String before = MARKED + ("---\n" + DOCUMENT).repeat(MANY) + "---\na: [\n";

    EditResult result = editor.edit(FILE, bytes(before), List.of(WEB));

    assertThat(result).isInstanceOf(EditResult.Refused.class);
    assertThat(result.refusals().getFirst().in(FILE))
        .startsWith("all.yaml:" + (MANY * 7 + 4) + ": the file is not YAML");
  }

  @Test
  void aLargeFileThatNamesNothingCostsALook() {
    assertThat(editor.edit(FILE, bytes((DOCUMENT + "---\n").repeat(MANY)), List.of(WEB)))
        .isEqualTo(new EditResult.Unchanged(0));
  }

  @Test
  void theLimitsGoByTheHeap() {
    long small = 160L << 20;
    assertThat(SizeLimits.ofHeap(small)).isEqualTo(new SizeLimits((int) (small / 6), 2 << 20));
    assertThat(SizeLimits.ofHeap(small).whole()).as("20 MB").isGreaterThan(20_000_000);
    assertThat(SizeLimits.ofHeap(64L << 30)).isEqualTo(new SizeLimits(256 << 20, 16 << 20));
  }

  private String refusal(String content, String path) {
    return editor
        .edit(
            FILE,
            bytes(content),
            List.of(Update.atPath(FILE, YamlPath.parse(path), Part.TAG, IMAGE)))
        .refusals()
        .getFirst()
        .in(FILE);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
