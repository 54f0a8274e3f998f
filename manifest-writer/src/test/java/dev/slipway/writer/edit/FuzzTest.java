package dev.slipway.writer.edit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.slipway.events.value.ImageReference;
import java.nio.charset.StandardCharsets;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/**
 * Random manifests with unmarked images, random damage, random targets: only the image's characters
 * change, or there is a reason, and nothing is thrown. A long run: {@code -Dslipway.fuzz=1000000}.
 */
class FuzzTest {
  private static final FileName FILE = FileName.parse("random.yaml");
  private static final ImageReference IMAGE =
      ImageReference.parse("ghcr.io/acme/web:1.5.0@sha256:" + "b".repeat(64));
  private static final List<Update> UPDATES =
      List.of(
          Update.ofPolicy(PolicyName.parse("web"), IMAGE),
          Update.ofRepository(PolicyName.parse("web"), IMAGE));
  private static final List<String> IMAGES =
      List.of(
          "image: ghcr.io/acme/web:1.4.2",
          "image: 'ghcr.io/acme/web:1.4.2' # note",
          "src: \"ghcr.io/acme/web:1.4.2\"\t# 🚀",
          "v: {repository: ghcr.io/acme/web, tag: 1.4.2}",
          "v: {registry: ghcr.io, repository: acme/web, tag: '1.4.2'}",
          "images: [{name: web, newName: ghcr.io/acme/web, newTag: 1.4.2}]",
          "image: &img ghcr.io/acme/web:1.4.2",
          "image: !!str ghcr.io/acme/web:1.4.2",
          "image: ghcr.io/acme/web:1.4.2 # {\"$imagepolicy\": \"ns:web\"}",
          "tag: 1.4.2 # {\"$imagepolicy\": \"ns:web:tag\"}",
          "text: |\n  ghcr.io/acme/web:1.4.2",
          "old: ghcr.io/acme/web:1.0.0");

  private final ManifestEditor editor = new ManifestEditor();

  @Test
  void onlyTheImagesCharactersChangeOrThereIsAReason() {
    int rounds = Integer.getInteger("slipway.fuzz", 4000);
    int edited = 0;
    int refused = 0;
    for (int seed = 0; seed < rounds; seed++) {
      byte[] before = manifest(new Random(seed), seed);
      switch (editor.edit(FILE, before, UPDATES)) {
        case EditResult.Edited(byte[] after, List<Change> changes, List<Refusal> _) -> {
          assertOnlyTheImageChanged(seed, text(before), text(after), changes);
          edited++;
        }
        case EditResult.Refused _ -> refused++;
        case EditResult.Unchanged _ -> {}
      }
    }
    System.out.println(
        "fuzz: " + rounds + " manifests, " + edited + " edited, " + refused + " refused");
    assertThat(edited).isGreaterThan(rounds / 10);
    assertThat(refused).isGreaterThan(rounds / 100);
  }

  private static byte[] manifest(Random random, int seed) {
    StringBuilder text = new StringBuilder(new RandomManifest(seed % 997).write());
    for (int i = 0; i <= random.nextInt(3); i++) {
      int line = random.nextInt(4);
      String image = IMAGES.get(random.nextInt(IMAGES.size()));
      text.append(line == 0 ? "\n---\n" : "\n").append(image).append('\n');
    }
    byte[] bytes = text.toString().getBytes(StandardCharsets.UTF_8);
    for (int i = random.nextInt(3); i > 0; i--) {
      bytes[random.nextInt(bytes.length)] =
          (byte) " \t\n\r:#-[]{},&*!|>'\"%@`~?".charAt(random.nextInt(24));
    }
    return bytes;
  }

  /** Takes the new versions out of the one and the old ones out of the other: the same is left. */
  private static void assertOnlyTheImageChanged(
      int seed, String before, String after, List<Change> changes) {
    List<String> old = List.of(before.split("\n", -1));
    List<String> now = List.of(after.split("\n", -1));
    boolean folded = changes.stream().anyMatch(change -> change.before().contains(" "));
    if (folded && old.size() != now.size()) {
      return; // a damaged value that went over lines stands on one now
    }
    assertThat(now).as("seed %s", seed).hasSameSizeAs(old);
    for (int i = 0; i < old.size(); i++) {
      if (!old.get(i).equals(now.get(i))) {
        String is = now.get(i);
        assertThat(changes)
            .as("seed %s: %s", seed, is)
            .anyMatch(change -> is.contains(change.after()));
        assertThat(outside(is, changes, true))
            .as("seed %s", seed)
            .isEqualTo(outside(old.get(i), changes, false));
      }
    }
  }

  private static String outside(String line, List<Change> changes, boolean after) {
    String rest = line;
    List<String> longestFirst =
        changes.stream()
            .map(change -> after ? change.after() : change.before())
            .sorted(Comparator.comparingInt(String::length).reversed())
            .toList();
    for (String value : longestFirst) {
      rest = value.isEmpty() ? rest : rest.replace(value, "");
    }
    return rest.replaceAll("[\"' ]", "");
  }

  private static String text(byte[] content) {
    return new String(content, StandardCharsets.UTF_8);
  }
}
