package dev.slipway.writer.edit;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import dev.slipway.writer.edit.YamlNode.Sequence;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a {@code kustomization.yaml} draws together.
 *
 * @param references files and folders as it writes them, remote ones too
 * @param images what it puts in the place of images below it
 */
public record Kustomization(List<String> references, List<Image> images) {
  private static final Set<String> NAMES =
      Set.of("kustomization.yaml", "kustomization.yml", "Kustomization");

  public Kustomization {
    references = List.copyOf(references);
    images = List.copyOf(images);
  }

  /**
   * An entry of {@code images}: what stands under this name becomes another.
   *
   * @param name as the manifests below write it
   * @param line of its version, or else of its name, from 1
   */
  public record Image(String name, String newName, String newTag, String digest, int line) {

    /** What an image written so becomes; empty where the result names no image. */
    public Optional<ImageReference> of(String written) {
      if (!PartText.nameOf(written).equals(name)) {
        return Optional.empty();
      }
      String base = newName.isEmpty() ? name : newName;
      boolean replaced = !newTag.isEmpty() || !digest.isEmpty();
      String version =
          replaced
              ? (newTag.isEmpty() ? "" : ":" + newTag) + (digest.isEmpty() ? "" : "@" + digest)
              : written.substring(name.length());
      return ImageReference.tryParse(base + version);
    }
  }

  public static boolean isOne(FileName file) {
    return NAMES.contains(file.lastPart());
  }

  /** Reads the file; one that is not YAML draws nothing together. */
  public static Kustomization read(byte[] content) {
    List<String> references = new ArrayList<>();
    List<Image> images = new ArrayList<>();
    Screening.read(content)
        .ifPresent(
            yaml ->
                yaml.documents().stream()
                    .filter(Mapping.class::isInstance)
                    .map(Mapping.class::cast)
                    .forEach(root -> read(yaml, root, references, images)));
    return new Kustomization(references, images);
  }

  private static void read(
      YamlText yaml, Mapping root, List<String> references, List<Image> images) {
    for (String key :
        List.of(
            "resources", "bases", "components", "patchesStrategicMerge", "crds", "generators")) {
      items(root, key).flatMap(Kustomization::text).forEach(references::add);
    }
    for (String key : List.of("patches", "patchesJson6902", "replacements")) {
      items(root, key).flatMap(item -> textOf(item, "path")).forEach(references::add);
    }
    items(root, "helmCharts")
        .forEach(
            chart -> {
              textOf(chart, "valuesFile").forEach(references::add);
              if (chart instanceof Mapping mapping) {
                items(mapping, "additionalValuesFiles")
                    .flatMap(Kustomization::text)
                    .forEach(references::add);
              }
            });
    items(root, "images")
        .filter(Mapping.class::isInstance)
        .map(Mapping.class::cast)
        .forEach(entry -> image(yaml, entry).ifPresent(images::add));
  }

  private static Optional<Image> image(YamlText yaml, Mapping entry) {
    String tag = entry.text("newTag").orElse("");
    String digest = entry.text("digest").orElse("");
    boolean readable =
        (tag.isEmpty() || Tag.isValid(tag)) && (digest.isEmpty() || Digest.isValid(digest));
    int line =
        entry
            .get("newTag")
            .or(() -> entry.get("digest"))
            .map(node -> yaml.lineOf(node.start()))
            .orElse(yaml.lineOf(entry.start()));
    return entry
        .text("name")
        .filter(_ -> readable)
        .map(name -> new Image(name, entry.text("newName").orElse(""), tag, digest, line));
  }

  private static Stream<YamlNode> items(Mapping root, String key) {
    return root.get(key).orElse(null) instanceof Sequence sequence
        ? sequence.items().stream()
        : Stream.empty();
  }

  private static Stream<String> text(YamlNode node) {
    return node instanceof Scalar scalar && !scalar.value().isBlank()
        ? Stream.of(scalar.value())
        : Stream.empty();
  }

  private static Stream<String> textOf(YamlNode node, String key) {
    return node instanceof Mapping mapping ? mapping.text(key).stream() : Stream.empty();
  }
}
