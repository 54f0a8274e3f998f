package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ImageReference;
import dev.slipway.writer.edit.GoldenCase.GoldenFile;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ManifestEditorTest {
  private static final FileName FILE = FileName.parse("apps/web.yaml");
  private static final List<Update> WEB =
      List.of(
          Update.ofPolicy(
              PolicyName.parse("apps:web"), ImageReference.parse("ghcr.io/acme/web:1.5.0")));

  private final ManifestEditor editor = new ManifestEditor();

  static Stream<GoldenCase> cases() {
    return GoldenCase.all();
  }

  @ParameterizedTest
  @MethodSource("cases")
  void changesTheValuesAndNoOtherByte(GoldenCase golden) {
    check(golden, text -> text);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsWindowsLineEnds(GoldenCase golden) {
    check(golden, text -> text.replace("\n", "\r\n"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsOldMacLineEnds(GoldenCase golden) {
    check(golden, text -> text.replace("\n", "\r"));
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsAByteOrderMark(GoldenCase golden) {
    check(golden, text -> "\uFEFF" + text);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void keepsAMissingFinalNewline(GoldenCase golden) {
    check(golden, String::stripTrailing);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void findsValuesBehindEmoji(GoldenCase golden) {
    check(golden, text -> "# 🚀🚀 ships, 日本語 too\n" + text);
    check(golden, text -> "\uFEFF# 🚀\r\n" + text.replace("\n", "\r\n").stripTrailing());
  }

  @ParameterizedTest
  @MethodSource("cases")
  void aSecondTimeChangesNothing(GoldenCase golden) {
    for (GoldenFile file : golden.files()) {
      EditResult again = editor.edit(file.name(), bytes(file.expected()), golden.updates());
      assertThat(again).as(file.name().toString()).isInstanceOf(EditResult.Unchanged.class);
    }
  }

  private void check(GoldenCase golden, UnaryOperator<String> variant) {
    for (GoldenFile file : golden.files()) {
      EditResult result =
          editor.edit(file.name(), bytes(variant.apply(file.original())), golden.updates());
      assertThat(result.refusals()).as(file.name().toString()).isEmpty();
      assertThat(result).isInstanceOf(EditResult.Edited.class);
      if (result instanceof EditResult.Edited edited) {
        assertThat(new String(edited.content(), StandardCharsets.UTF_8))
            .isEqualTo(variant.apply(file.expected()));
      }
    }
  }

  @Test
  void saysWhatChangedAndWhere() {
    assertThat(
            edit(
                """
                kind: Deployment
                image: ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
                tag: "1.4.2" # {"$imagepolicy": "apps:web:tag"}
                """))
        .isInstanceOfSatisfying(
            EditResult.Edited.class,
            edited ->
                assertThat(edited.changes())
                    .containsExactly(
                        new Change(
                            new Target.Marked(PolicyName.parse("apps:web"), Part.REFERENCE),
                            Part.REFERENCE,
                            2,
                            "ghcr.io/acme/web:1.4.2",
                            "ghcr.io/acme/web:1.5.0"),
                        new Change(
                            new Target.Marked(PolicyName.parse("apps:web"), Part.TAG),
                            Part.TAG,
                            3,
                            "1.4.2",
                            "1.5.0")));
  }

  @Test
  void leavesFilesAloneThatItIsNotAskedAbout() {
    assertThat(edit("image: ghcr.io/acme/web:1.4.2\n")).isEqualTo(new EditResult.Unchanged(0));
    assertThat(edit("a: b # {\"$imagepolicy\": \"apps:other\"}\n"))
        .isEqualTo(new EditResult.Unchanged(0));
    assertThat(edit("a: b # {\"$imagepolicy\": \"others:web\"}\n"))
        .isEqualTo(new EditResult.Unchanged(0));
    assertThat(edit("{{ broken\na: b # {\"$imagepolicy\": \"apps:other\"}\n"))
        .as("nobody wants to edit the broken file")
        .isEqualTo(new EditResult.Unchanged(0));
    assertThat(edit("")).isEqualTo(new EditResult.Unchanged(0));
  }

  @Test
  void saysThatTheValueIsThereAlready() {
    assertThat(edit("tag: 1.5.0 # {\"$imagepolicy\": \"apps:web:tag\"}\n"))
        .isEqualTo(new EditResult.Unchanged(1));
  }

  @Test
  void keepsTheFilesSpellingOfARepository() {
    List<Update> nginx =
        List.of(Update.ofPolicy(PolicyName.parse("web"), ImageReference.parse("nginx:1.27")));
    assertThat(editedBy(nginx, "image: nginx:1.26 # {\"$imagepolicy\": \"a:web\"}"))
        .isEqualTo("image: nginx:1.27 # {\"$imagepolicy\": \"a:web\"}");
    assertThat(editedBy(nginx, "image: docker.io/nginx # {\"$imagepolicy\": \"a:web\"}"))
        .isEqualTo("image: docker.io/nginx:1.27 # {\"$imagepolicy\": \"a:web\"}");
    assertThat(editedBy(nginx, "image: quay.io/nginx:1 # {\"$imagepolicy\": \"a:web\"}"))
        .isEqualTo("image: docker.io/library/nginx:1.27 # {\"$imagepolicy\": \"a:web\"}");
  }

  @Test
  void anOldDigestNeverStaysBesideANewTag() {
    String old = "sha256:" + "a".repeat(64);
    String now = "sha256:" + "b".repeat(64);
    assertThat(
            editedBy(
                WEB,
                "image: ghcr.io/acme/web:1.4.2@%s # {\"$imagepolicy\": \"apps:web\"}"
                    .formatted(old)))
        .isEqualTo("image: ghcr.io/acme/web:1.5.0 # {\"$imagepolicy\": \"apps:web\"}");
    List<Update> withDigest =
        List.of(
            Update.ofPolicy(
                PolicyName.parse("web"), ImageReference.parse("ghcr.io/acme/web:1.5.0@" + now)));
    assertThat(
            editedBy(
                withDigest,
                "tag: 1.4.2@%s # {\"$imagepolicy\": \"apps:web:tag\"}\n".formatted(old)))
        .isEqualTo("tag: 1.5.0@%s # {\"$imagepolicy\": \"apps:web:tag\"}\n".formatted(now));
    assertThat(
            editedBy(
                withDigest,
                "{digest: %s, tag: 1.4.2} # {\"$imagepolicy\": \"apps:web:tag\"}\n".formatted(old)))
        .isEqualTo(
            "{digest: %s, tag: 1.5.0} # {\"$imagepolicy\": \"apps:web:tag\"}\n".formatted(now));
  }

  @Test
  void somethingRefusedDoesNotStopTheRest() {
    EditResult result =
        edit(
            """
            tag: 1.4.2 # {"$imagepolicy": "apps:web"}
            image: ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
            """);
    assertThat(result.refusals())
        .extracting(Refusal::reason)
        .containsExactly(RefusalReason.REFERENCE_MARKER_ON_PART);
    assertThat(text(result))
        .isEqualTo(
            """
            tag: 1.4.2 # {"$imagepolicy": "apps:web"}
            image: ghcr.io/acme/web:1.5.0 # {"$imagepolicy": "apps:web"}
            """);
  }

  @Test
  void aMarkerThatCannotBeCarriedOutHoldsNothingBackThatCan() {
    EditResult result =
        edit(
            """
            # Mark a value with
            # {"$imagepolicy": "apps:web"}
            image: &img ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
            again: *img # {"$imagepolicy": "apps:web"}
            docs: |
              image: x # {"$imagepolicy": "apps:web"}
            trailing: 1.4.2 # {"$imagepolicy": "apps:web:tag"} and a note
            """);
    assertThat(result.refusals()).isEmpty();
    assertThat(result)
        .isInstanceOfSatisfying(
            EditResult.Edited.class, edited -> assertThat(edited.changes()).hasSize(1));
  }

  @Test
  void marksWithoutABlankBeforeThemCountAsFluxCountsThem() {
    assertThat(editedBy(WEB, "tag: '1.4.2'#{\"$imagepolicy\":\"apps:web:tag\"}"))
        .isEqualTo("tag: '1.5.0'#{\"$imagepolicy\":\"apps:web:tag\"}");
  }

  @Test
  void aBranchInAFieldOfAnyNameGivesWayToATag() {
    assertThat(editedBy(WEB, "revision: feature/login # {\"$imagepolicy\": \"apps:web:tag\"}"))
        .isEqualTo("revision: 1.5.0 # {\"$imagepolicy\": \"apps:web:tag\"}");
  }

  @Test
  void listsEveryProblemOfAFile() {
    byte[] content =
        bytes(
            """
            good: 1.4.2 # {"$imagepolicy": "apps:web:tag"}
            tag: 1.4.2 # {"$imagepolicy": "apps:web"}
            again: *img # {"$imagepolicy": "apps:web"}
            other: 1.4.2 # {"$imagepolicy": "apps:api:tag"}
            """);
    assertThat(editor.problems(content, policy -> policy.name().equals("web")))
        .extracting(problem -> problem.line() + " " + problem.reason())
        .containsExactly("2 reference-marker-on-part", "3 alias", "4 unknown-policy");
    assertThat(editor.problems(bytes("a: [\n"), _ -> true)).as("nothing marked").isEmpty();
  }

  @Test
  void findsWhatTargetsHoldNow() {
    byte[] content =
        bytes(
            """
            image: ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
            other: "1.4.1" # {"$imagepolicy": "apps:web:tag"}
            """);
    Target web = Target.Marked.of(PolicyName.parse("web"));
    Target path = new Target.AtPath(FILE, YamlPath.parse("other"), Part.TAG);
    assertThat(editor.find(FILE, content, List.of(web, path)))
        .containsExactly(
            new FoundValue(web, Part.REFERENCE, 1, "ghcr.io/acme/web:1.4.2", 0),
            new FoundValue(web, Part.TAG, 2, "1.4.1", 0),
            new FoundValue(path, Part.TAG, 2, "1.4.1", 0));
    assertThat(editor.find(FileName.parse("else.yaml"), content, List.of(path))).isEmpty();
  }

  private EditResult edit(String content) {
    return editor.edit(FILE, bytes(content), WEB);
  }

  private String editedBy(List<Update> updates, String content) {
    return text(editor.edit(FILE, bytes(content), updates));
  }

  private static String text(EditResult result) {
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    return new String(((EditResult.Edited) result).content(), StandardCharsets.UTF_8);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
