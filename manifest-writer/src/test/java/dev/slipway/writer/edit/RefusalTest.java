package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Every reason, with the very words that people get. */
class RefusalTest {
  private static final FileName FILE = FileName.parse("apps/web.yaml");
  private static final ImageReference IMAGE = ImageReference.parse("ghcr.io/acme/web:1.5.0");
  private static final Update WEB = Update.ofPolicy(PolicyName.parse("apps:web"), IMAGE);

  private final ManifestEditor editor = new ManifestEditor();

  @Test
  void sops() {
    refuses(
        """
        tag: 1.4.2 # {"$imagepolicy": "apps:web:tag"}
        password: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]
        sops:
          mac: ENC[AES256_GCM,data:AAAA,iv:AAAA,tag:AAAA,type:str]
          version: 3.9.0
        """,
        RefusalReason.SOPS_FILE,
        "apps/web.yaml:4: the file is encrypted by SOPS, whose checksum covers every value: move"
            + " the image to a file of its own");
  }

  @Test
  void templates() {
    String message =
        ": the file is a template: put the image into its values, or into a file that is no"
            + " template";
    for (String expression :
        List.of(
            "name: {{ .Values.name }}",
            "name: {{ .Values.name }}-web",
            "name: web-{{ .Release.Name }}",
            "{{- if .Values.enabled }}",
            "{% if production %}",
            "replicas: {{ replicas }}",
            "path: /srv/{{ app | lower }}",
            "name: web {# a comment of Jinja #}",
            "url: db://{{ .user }}@host")) {
      refuses(
          "tag: 1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"}\n" + expression + "\n",
          RefusalReason.TEMPLATE,
          "apps/web.yaml:2" + message);
    }
    refuses(
        "image: \"{{ image }}\" # {\"$imagepolicy\": \"apps:web\"}\n",
        RefusalReason.TEMPLATE,
        "apps/web.yaml:1: the value '{{ image }}' is a template's expression: move the marker to"
            + " where it is set");
  }

  @Test
  void bracesThatAreNoTemplate() {
    for (String line :
        List.of(
            "quoted: '{{ .Values.name }}'",
            "quoted: \"{% if %}\"",
            "a: b # {{ a comment }}",
            "block: |\n  {{ .Values.x }}",
            "summary: Instance {{ $labels.instance }} is down",
            "value: web-{{workflow.parameters.name}}-{{item}}",
            "run: echo ${{ secrets.TOKEN }} ${#LIST}",
            "apiVersion: external-secrets.io/v1\nurl: db://{{ .user }}@host",
            "flow: {a: {b: c}}")) {
      EditResult result =
          editor.edit(
              FILE,
              bytes(line + "\ntag: 1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"}\n"),
              List.of(WEB));
      assertThat(result).as(line).isInstanceOf(EditResult.Edited.class);
    }
  }

  @Test
  void conflictMarkers() {
    refuses(
        """
        kind: Deployment
        <<<<<<< HEAD
        image: ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
        =======
        image: ghcr.io/acme/web:1.4.1 # {"$imagepolicy": "apps:web"}
        >>>>>>> other
        """,
        RefusalReason.CONFLICT_MARKERS,
        "apps/web.yaml:2: the file holds conflict markers of a merge: resolve them first");
  }

  @Test
  void unparseable() {
    refuses(
        "a: [b\nimage: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"apps:web\"}\n",
        RefusalReason.UNPARSEABLE,
        "apps/web.yaml:2: the file is not YAML: expected ',' or ']', but got :; correct it");
  }

  @Test
  void notUtf8() {
    byte[] latin =
        "a: caf\u00e9 # {\"$imagepolicy\": \"apps:web\"}".getBytes(StandardCharsets.ISO_8859_1);
    assertRefused(
        editor.edit(FILE, latin, List.of(WEB)),
        RefusalReason.NOT_UTF8,
        "apps/web.yaml: the file is not UTF-8 text: convert it, or repair it");
  }

  @Test
  void aDocumentTooLarge() {
    int limit = SizeLimits.HERE.document();
    String content =
        "x: y\n".repeat(limit / 5)
            + "image: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"apps:web\"}\n";
    refuses(
        "---\n" + content,
        RefusalReason.TOO_LARGE,
        "apps/web.yaml:1: the document has %d bytes, and documents over %s are not edited with this"
                .formatted(content.length() + 4, SizeLimits.megabytes(limit))
            + " heap: split it, or give Slipway more memory");
  }

  @Test
  void aFileTooLarge() {
    byte[] content = new byte[SizeLimits.HERE.whole() + 1];
    Arrays.fill(content, (byte) '\n');
    byte[] marked = bytes("image: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"apps:web\"}\n");
    System.arraycopy(marked, 0, content, 0, marked.length);
    assertRefused(
        editor.edit(FILE, content, List.of(WEB)),
        RefusalReason.TOO_LARGE,
        "apps/web.yaml: the file has %d bytes, and files over %s are not edited with this heap:"
                .formatted(content.length, SizeLimits.megabytes(SizeLimits.HERE.whole()))
            + " split it, or give Slipway more memory");
  }

  @Test
  void aReferenceMarkerOnATagField() {
    for (String key : List.of("tag", "newTag", "imageTag", "WEB_IMAGE_TAG", "version")) {
      refuses(
          key + ": 1.4.2 # {\"$imagepolicy\": \"apps:web\"}\n",
          RefusalReason.REFERENCE_MARKER_ON_PART,
          "apps/web.yaml:1: the marker apps:web sets a whole reference (name:tag), but '"
              + key
              + "' holds a tag alone; write {\"$imagepolicy\": \"apps:web:tag\"}");
    }
    refuses(
        "digest: sha256:%s # {\"$imagepolicy\": \"apps:web\"}\n".formatted("a".repeat(64)),
        RefusalReason.REFERENCE_MARKER_ON_PART,
        "apps/web.yaml:1: the marker apps:web sets a whole reference (name:tag), but 'digest' holds"
            + " a digest alone; write {\"$imagepolicy\": \"apps:web:digest\"}");
    assertRefused(
        editor.edit(FILE, bytes("image: {tag: 1.4.2}\n"), List.of(at("image.tag", Part.REFERENCE))),
        RefusalReason.REFERENCE_MARKER_ON_PART,
        "apps/web.yaml:1: the target 'image.tag' sets a whole reference (name:tag), but 'tag' holds"
            + " a tag alone; write part: tag");
  }

  @Test
  void aPartMarkerOnAReference() {
    refuses(
        "image: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"}\n",
        RefusalReason.PART_MARKER_ON_REFERENCE,
        "apps/web.yaml:1: the marker apps:web:tag sets a tag alone, but 'image' holds"
            + " 'ghcr.io/acme/web:1.4.2'; mark the field that holds the tag, or drop ':tag' from a"
            + " marker on name:tag");
    refuses(
        "newTag: 1.4.2 # {\"$imagepolicy\": \"apps:web:name\"}\n",
        RefusalReason.PART_MARKER_ON_REFERENCE,
        "apps/web.yaml:1: the marker apps:web:name sets a name alone, but 'newTag' holds '1.4.2';"
            + " mark the field that holds the name, or drop ':name' from a marker on name:tag");
    assertRefused(
        editor.edit(FILE, bytes("- nginx:1.26\n"), List.of(at("[0]", Part.TAG))),
        RefusalReason.PART_MARKER_ON_REFERENCE,
        "apps/web.yaml:1: the target '[0]' sets a tag alone, but the value holds 'nginx:1.26'; name"
            + " the field that holds the tag, or write part: reference");
  }

  @Test
  void unknownPolicy() {
    assertRefused(
        editor.edit(
            FILE,
            bytes("tag: 1.4.2 # {\"$imagepolicy\": \"apps:wbe:tag\"}\n"),
            List.of(WEB),
            policy -> policy.name().equals("web")),
        RefusalReason.UNKNOWN_POLICY,
        "apps/web.yaml:1: the marker names the policy 'apps:wbe', which nobody declares: add it to"
            + " images in slipway.yaml, or correct the marker");
  }

  @Test
  void malformedMarkers() {
    refuses(
        "tag: 1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"} keep this\n",
        RefusalReason.MALFORMED_MARKER,
        "apps/web.yaml:1: the comment is not a marker: expected one JSON object such as"
            + " {\"$imagepolicy\": \"namespace:policy:tag\"} and nothing after it");
    refuses(
        "tag: 1.4.2 # {\"$imagepolicy\": \"apps:web:version\"}\n",
        RefusalReason.MALFORMED_MARKER,
        "apps/web.yaml:1: the marker's name 'apps:web:version' is not valid: expected"
            + " namespace:policy, with :tag, :name or :digest behind it for a part");
  }

  @Test
  void markersWithoutAValue() {
    String behind = "no value stands before the marker apps:web; put it behind the value it marks";
    refuses(
        "image: # {\"$imagepolicy\": \"apps:web\"}\n  repository: web\n",
        RefusalReason.MARKER_WITHOUT_VALUE,
        "apps/web.yaml:1: " + behind);
    refuses(
        "- # {\"$imagepolicy\": \"apps:web\"}\n  a: b\n",
        RefusalReason.MARKER_WITHOUT_VALUE,
        "apps/web.yaml:1: " + behind);
    refuses(
        "# {\"$imagepolicy\": \"apps:web\"}\nimage: ghcr.io/acme/web:1.4.2\n",
        RefusalReason.MARKER_WITHOUT_VALUE,
        "apps/web.yaml:1: the marker apps:web stands on a line of its own; put it behind the value"
            + " it marks");
  }

  @Test
  void ambiguousMarkers() {
    refuses(
        "versions: [1.4.2, 1.4.1] # {\"$imagepolicy\": \"apps:web:tag\"}\n",
        RefusalReason.AMBIGUOUS_MARKER,
        "apps/web.yaml:1: several values stand before the marker apps:web:tag and their keys do not"
            + " say which is meant; write that value on a line of its own");
  }

  @Test
  void blockScalars() {
    refuses(
        "image: | # {\"$imagepolicy\": \"apps:web\"}\n  ghcr.io/acme/web:1.4.2\n",
        RefusalReason.BLOCK_SCALAR,
        "apps/web.yaml:1: the marker stands behind a block scalar (| or >), which is never edited;"
            + " write the value on one line");
    refuses(
        "data:\n  values: |\n    tag: 1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"}\n",
        RefusalReason.BLOCK_SCALAR,
        "apps/web.yaml:3: the marker stands inside a block scalar (| or >), where it is text and no"
            + " comment; move the value out of it");
    assertRefused(
        editor.edit(FILE, bytes("a:\n  b: |\n    text\n"), List.of(at("a.b", Part.TAG))),
        RefusalReason.BLOCK_SCALAR,
        "apps/web.yaml:2: 'a.b' leads to a block scalar (| or >), which is never edited; write the"
            + " value on one line");
  }

  @Test
  void aliases() {
    refuses(
        "a: &img ghcr.io/acme/web:1.4.2\nb: *img # {\"$imagepolicy\": \"apps:web\"}\n",
        RefusalReason.ALIAS,
        "apps/web.yaml:2: the value is the alias *img; put the marker apps:web where &img is"
            + " defined");
    assertRefused(
        editor.edit(FILE, bytes("a: &img 1.4.2\nb: *img\n"), List.of(at("b", Part.TAG))),
        RefusalReason.ALIAS,
        "apps/web.yaml:2: 'b' leads to the alias *img; name the path of &img");
  }

  @Test
  void pathsThatLeadNowhere() {
    refusesPath(
        "image:\n  repository: web\n  pullPolicy: Always\n",
        "image.tag",
        RefusalReason.PATH_NOT_FOUND,
        "apps/web.yaml: nothing at 'image.tag': line 2 has no 'tag' (its keys: repository,"
            + " pullPolicy)");
    refusesPath(
        "list:\n- name: api\n",
        "list[name=web].tag",
        RefusalReason.PATH_NOT_FOUND,
        "apps/web.yaml: nothing at 'list[name=web].tag': line 2 has no [name=web] (a sequence of"
            + " 1)");
    refusesPath(
        "list:\n- a\n",
        "list[1]",
        RefusalReason.PATH_NOT_FOUND,
        "apps/web.yaml: nothing at 'list[1]': line 2 has no [1] (a sequence of 1)");
    refusesPath(
        "a: b\n",
        "a.tag",
        RefusalReason.PATH_NOT_FOUND,
        "apps/web.yaml: nothing at 'a.tag': line 1 has no 'tag' (a single value)");
    refusesPath(
        "a: &x {tag: 1}\nb: *x\n",
        "b.tag",
        RefusalReason.PATH_NOT_FOUND,
        "apps/web.yaml: nothing at 'b.tag': line 2 has no 'tag' (it is the alias *x: name the path"
            + " of &x)");
    refusesPath(
        "",
        "a.tag",
        RefusalReason.PATH_NOT_FOUND,
        "apps/web.yaml: nothing at 'a.tag': the file is empty");
  }

  @Test
  void pathsThatLeadToMoreOrLessThanAValue() {
    refusesPath(
        "tag: 1\n---\ntag: 2\n",
        "tag",
        RefusalReason.AMBIGUOUS_PATH,
        "apps/web.yaml:1: 'tag' leads to several values (lines 1, 3); mark the right one instead");
    refusesPath(
        "image: {tag: 1}\n",
        "image",
        RefusalReason.NOT_A_VALUE,
        "apps/web.yaml:1: 'image' leads to a mapping; name the value inside it");
    refusesPath(
        "image: [1]\n",
        "image",
        RefusalReason.NOT_A_VALUE,
        "apps/web.yaml:1: 'image' leads to a sequence; name the value inside it");
  }

  @Test
  void partsThatTheUpdateDoesNotName() {
    refuses(
        "digest: '' # {\"$imagepolicy\": \"apps:web:digest\"}\n",
        RefusalReason.PART_UNKNOWN,
        "apps/web.yaml:1: the target apps:web:digest asks for a digest, but the update to"
            + " ghcr.io/acme/web:1.5.0 names none");
  }

  @Test
  void conflictingUpdates() {
    assertRefusedAmong(
        editor.edit(
            FILE,
            bytes("tag: 1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"}\n"),
            List.of(
                WEB,
                Update.atPath(
                    FILE,
                    YamlPath.parse("tag"),
                    Part.TAG,
                    ImageReference.parse("ghcr.io/acme/web:2.0.0")))),
        RefusalReason.CONFLICTING_UPDATES,
        "apps/web.yaml:1: tag wants '2.0.0' where apps:web:tag wants '1.5.0'; keep one of the two");
  }

  @Test
  void aDigestBesideTheTag() {
    refuses(
        "image:\n  tag: 1.4.2 # {\"$imagepolicy\": \"apps:web:tag\"}\n  digest: sha256:%s\n"
            .formatted("a".repeat(64)),
        RefusalReason.DIGEST_BESIDE_TAG,
        "apps/web.yaml:3: 'digest' beside the tag would keep the old image running, and the new"
            + " digest is not known; mark it with :digest, or remove it");
  }

  @Test
  void whatCannotBeProven() {
    refuses(
        "{tag} # {\"$imagepolicy\": \"apps:web:tag\"}\n",
        RefusalReason.NOT_PROVABLE,
        "apps/web.yaml:1: the edited file would not read as the original with the new value in"
            + " place; write the value in quotes on a line of its own");
  }

  @Test
  void reasonsHaveTokensForLogsAndVerdicts() {
    Set<RefusalReason> all = EnumSet.allOf(RefusalReason.class);
    assertThat(all)
        .extracting(RefusalReason::toString)
        .allMatch(token -> token.matches("[a-z0-9-]+"));
    assertThat(RefusalReason.REFERENCE_MARKER_ON_PART).hasToString("reference-marker-on-part");
  }

  private void refuses(String content, RefusalReason reason, String message) {
    assertRefused(editor.edit(FILE, bytes(content), List.of(WEB)), reason, message);
  }

  private void refusesPath(String content, String path, RefusalReason reason, String message) {
    assertRefused(editor.edit(FILE, bytes(content), List.of(at(path, Part.TAG))), reason, message);
  }

  private static Update at(String path, Part part) {
    return Update.atPath(FILE, YamlPath.parse(path), part, IMAGE);
  }

  private static void assertRefused(EditResult result, RefusalReason reason, String message) {
    assertThat(result).isInstanceOf(EditResult.Refused.class);
    assertRefusedAmong(result, reason, message);
  }

  private static void assertRefusedAmong(EditResult result, RefusalReason reason, String message) {
    Predicate<Refusal> expected = refusal -> refusal.reason() == reason;
    assertThat(result.refusals()).hasSize(1).allMatch(expected);
    assertThat(result.refusals().getFirst().in(FILE)).isEqualTo(message);
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
