package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Values that name a watched image though nothing marks them. */
class UnmarkedValuesTest {
  private static final FileName FILE = FileName.parse("apps/web.yaml");
  private static final PolicyName POLICY = new PolicyName(null, "web");
  private static final ImageRepository WEB = ImageRepository.parse("ghcr.io/acme/web");
  private static final String OLD_DIGEST = "sha256:" + "a".repeat(64);
  private static final String NEW_DIGEST = "sha256:" + "b".repeat(64);

  private final ManifestEditor editor = new ManifestEditor();

  @Test
  void imageStringsUnderAnyKey() {
    edits(
        """
        spec:
          containers:
            - name: web
              image: ghcr.io/acme/web:1.4.2   # the site
            - {name: proxy, image: ghcr.io/acme/web-proxy:1.4.2}
          env:
            - {name: WORKER_IMAGE, value: 'ghcr.io/acme/web:1.4.2'}
        metabase: {src: "ghcr.io/acme/web:1.4.2"}
        # image: ghcr.io/acme/web:1.4.2
        text: use ghcr.io/acme/web:1.4.2 here
        prepull: [ghcr.io/acme/web:1.0.0]
        """,
        """
        spec:
          containers:
            - name: web
              image: ghcr.io/acme/web:1.5.0   # the site
            - {name: proxy, image: ghcr.io/acme/web-proxy:1.4.2}
          env:
            - {name: WORKER_IMAGE, value: 'ghcr.io/acme/web:1.5.0'}
        metabase: {src: "ghcr.io/acme/web:1.5.0"}
        # image: ghcr.io/acme/web:1.4.2
        text: use ghcr.io/acme/web:1.4.2 here
        prepull: [ghcr.io/acme/web:1.0.0]
        """);
  }

  @Test
  void kustomizeImagesWithTheirPartners() {
    edits(
        """
        resources:
        - https://github.com/acme/base//web?ref=1.4.2
        - https://github.com/acme/base//db?ref=1.3.0
        images:
        - name: web
          newName: 'ghcr.io/acme/web'
          newTag: '1.4.2'
          digest: %s
        - name: ghcr.io/acme/web
          newTag: 1.4.2
        - name: ghcr.io/acme/web
          newName: mirror.local/web
          newTag: 1.4.2
        """
            .formatted(OLD_DIGEST),
        """
        resources:
        - https://github.com/acme/base//web?ref=1.5.0
        - https://github.com/acme/base//db?ref=1.3.0
        images:
        - name: web
          newName: 'ghcr.io/acme/web'
          newTag: '1.5.0'
          digest: %s
        - name: ghcr.io/acme/web
          newTag: 1.5.0
        - name: ghcr.io/acme/web
          newName: mirror.local/web
          newTag: 1.4.2
        """
            .formatted(NEW_DIGEST));
  }

  @Test
  void helmValuesInEveryUsualShape() {
    edits(
        """
        image: {repository: ghcr.io/acme/web, tag: 1.4.2, digest: %1$s}
        split:
          registry: ghcr.io
          repository: acme/web
          tag: "1.4.2"
        fluxV1:
          image: ghcr.io/acme/web
          tag: 1.4.2
        jupyter: {name: ghcr.io/acme/web, tag: 1.4.2}
        flat: {imageRegistry: ghcr.io, imageRepository: acme/web, imageTag: 1.4.2}
        pinned: {repository: ghcr.io/acme/web, tag: 1.4.2@%1$s}
        other: {repository: ghcr.io/acme/api, tag: 1.4.2}
        elsewhere: {registry: quay.io, repository: acme/web, tag: 1.4.2}
        chart: {repository: ghcr.io/acme/web, tag: ""}
        git: {repository: https://ghcr.io/acme/web, tag: 1.4.2}
        """
            .formatted(OLD_DIGEST),
        """
        image: {repository: ghcr.io/acme/web, tag: 1.5.0, digest: %1$s}
        split:
          registry: ghcr.io
          repository: acme/web
          tag: "1.5.0"
        fluxV1:
          image: ghcr.io/acme/web
          tag: 1.5.0
        jupyter: {name: ghcr.io/acme/web, tag: 1.5.0}
        flat: {imageRegistry: ghcr.io, imageRepository: acme/web, imageTag: 1.5.0}
        pinned: {repository: ghcr.io/acme/web, tag: 1.5.0@%1$s}
        other: {repository: ghcr.io/acme/api, tag: 1.4.2}
        elsewhere: {registry: quay.io, repository: acme/web, tag: 1.4.2}
        chart: {repository: ghcr.io/acme/web, tag: ""}
        git: {repository: https://ghcr.io/acme/web, tag: 1.4.2}
        """
            .formatted(NEW_DIGEST));
  }

  @Test
  void aMarkerOfThePolicyAnywhereInTheFileWins() {
    unchanged(
        """
        image: ghcr.io/acme/web:1.4.2
        sidecar: ghcr.io/acme/web:1.4.2 # {"$imagepolicy": "apps:web"}
        """);
  }

  @Test
  void whatSomeoneMarkedForAnotherPolicyIsTheirs() {
    unchanged("image: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"apps:web-canary\"}\n");
  }

  @Test
  void whatAConfiguredTargetSaysIsItsOwn() {
    var update =
        new Update(
            new Target.Naming(POLICY, WEB, Set.of(YamlPath.parse("canary"))),
            new NewValue.OfImage(ImageReference.parse("ghcr.io/acme/web:1.5.0")));
    EditResult result =
        editor.edit(
            FILE,
            bytes("image: ghcr.io/acme/web:1.4.2\ncanary: ghcr.io/acme/web:1.4.9\n"),
            List.of(update));
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    assertThat(text(((EditResult.Edited) result).content()))
        .isEqualTo("image: ghcr.io/acme/web:1.5.0\ncanary: ghcr.io/acme/web:1.4.9\n");
  }

  @Test
  void oldVersionsOfAProfileListDoNotMove() {
    refuses(
        """
        singleuser:
          image: {name: ghcr.io/acme/web, tag: 1.4.2}
          profileList:
            - {display_name: old, kubespawner_override: {image: ghcr.io/acme/web:1.1.0}}
            - {display_name: older, kubespawner_override: {image: ghcr.io/acme/web:1.0.0}}
        """,
        RefusalReason.SEVERAL_VERSIONS,
        "apps/web.yaml:2: ghcr.io/acme/web stands here in several versions (1.4.2 in line 2, 1.1.0"
            + " in line 4, 1.0.0 in line 5), and nothing says which of them is to move; put the"
            + " marker # {\"$imagepolicy\": \"slipway:web:tag\"} behind that one");
  }

  @Test
  void aDigestAloneHasNoVersion() {
    refuses(
        "image: ghcr.io/acme/web@" + OLD_DIGEST + "\n",
        RefusalReason.DIGEST_ALONE,
        "apps/web.yaml:1: ghcr.io/acme/web stands here by its digest alone, so that no one can tell"
            + " which version it is; write the tag too, or mark the value");
    refuses(
        "images:\n- {name: web, newName: ghcr.io/acme/web, digest: '" + OLD_DIGEST + "'}\n",
        RefusalReason.DIGEST_ALONE,
        "apps/web.yaml:2: ghcr.io/acme/web stands here by its digest alone, so that no one can tell"
            + " which version it is; write the tag too, or mark the value");
  }

  @Test
  void filesThatMustBeLeftAloneAreRefused() {
    refuses(
        "image: ghcr.io/acme/web:1.4.2\nreplicas: {{ .Values.replicas }}\n",
        RefusalReason.TEMPLATE,
        "apps/web.yaml:2: the file is a template: put the image into its values, or into a file"
            + " that is no template");
  }

  @Test
  void dockerHubsNamesKeepTheirSpelling() {
    var nginx = ImageRepository.parse("nginx");
    var update =
        new Update(
            new Target.Naming(new PolicyName(null, "proxy"), nginx, Set.of()),
            new NewValue.OfImage(ImageReference.parse("nginx:1.29")));
    EditResult result =
        editor.edit(FILE, bytes("a: {image: nginx:1.28}\nname: nginx\n"), List.of(update));
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    assertThat(text(((EditResult.Edited) result).content()))
        .isEqualTo("a: {image: nginx:1.29}\nname: nginx\n");
  }

  private void edits(String before, String after) {
    EditResult result = edit(before);
    assertThat(result.refusals()).isEmpty();
    assertThat(result).isInstanceOf(EditResult.Edited.class);
    assertThat(text(((EditResult.Edited) result).content())).isEqualTo(after);
  }

  private void unchanged(String content) {
    assertThat(edit(content)).isEqualTo(new EditResult.Unchanged(0));
  }

  private void refuses(String content, RefusalReason reason, String message) {
    EditResult result = edit(content);
    assertThat(result).isInstanceOf(EditResult.Refused.class);
    assertThat(result.refusals()).singleElement().extracting(Refusal::reason).isEqualTo(reason);
    assertThat(result.refusals().getFirst().in(FILE)).isEqualTo(message);
  }

  private EditResult edit(String content) {
    var image = ImageReference.parse("ghcr.io/acme/web:1.5.0@" + NEW_DIGEST);
    boolean digests = content.contains("@sha256") || content.contains("digest");
    var wanted = digests ? image : new ImageReference(image.repository(), image.tag(), null);
    return editor.edit(
        FILE,
        bytes(content),
        List.of(
            new Update(new Target.Naming(POLICY, WEB, Set.of()), new NewValue.OfImage(wanted))));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
