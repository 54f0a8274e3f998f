package dev.slipway.writer.edit;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Mapping;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * Finds where a text names images with a version, by the shapes that Kubernetes, Kustomize and Helm
 * charts have in common.
 *
 * <ul>
 *   <li>{@code image: ghcr.io/acme/web:1.4.2}, under any key
 *   <li>Kustomize's {@code {name, newName, newTag, digest}}
 *   <li>{@code {registry, repository, tag, digest}}, and with {@code image} or {@code name} for
 *       {@code repository} (Flux v1, "Helm Operator integration"); {@code {imageRegistry,
 *       imageRepository, imageTag}}
 * </ul>
 */
final class NamedSites {
  /** Keys that name one image together. */
  private record Shape(String registry, String repository, String tag, String digest) {
    /** A name alone is a container's or a person's. */
    boolean mayName(String repository) {
      return !this.repository.equals("name") || repository.contains("/");
    }
  }

  private static final List<Shape> SHAPES =
      List.of(
          new Shape("registry", "repository", "tag", "digest"),
          new Shape("registry", "image", "tag", "digest"),
          new Shape("registry", "name", "tag", "digest"),
          new Shape("imageRegistry", "imageRepository", "imageTag", "imageDigest"),
          new Shape("imageRegistry", "imageName", "imageTag", "imageDigest"));

  private final YamlText yaml;
  private final Predicate<ImageRepository> wanted;
  private final List<NamedSite> sites = new ArrayList<>();

  private NamedSites(YamlText yaml, Predicate<ImageRepository> wanted) {
    this.yaml = yaml;
    this.wanted = wanted;
  }

  /** In the order of the text. */
  static List<NamedSite> find(YamlText yaml, Predicate<ImageRepository> wanted) {
    NamedSites found = new NamedSites(yaml, wanted);
    for (Leaf leaf : yaml.leaves()) {
      if (!leaf.isKey() && leaf.node() instanceof Scalar scalar && !scalar.isBlock()) {
        found.look(leaf, scalar);
      }
    }
    return found.sites;
  }

  private void look(Leaf leaf, Scalar scalar) {
    Optional<Mapping> parent = leaf.parent();
    String key = leaf.key();
    if (parent.isEmpty() || key.isEmpty()) {
      return;
    }
    if (key.equals("newTag")) {
      kustomizeImage(parent.get(), leaf, scalar, Part.TAG);
    } else if (key.equals("digest") && isKustomizeImage(parent.get())) {
      kustomizeImage(parent.get(), leaf, scalar, Part.DIGEST);
    } else if (!isPartOfShape(parent.get(), leaf, scalar)) {
      reference(leaf, scalar);
    }
  }

  /** An entry of {@code images} that has a digest and no tag. */
  private static boolean isKustomizeImage(Mapping entry) {
    return entry.get("newName").isPresent() && entry.get("newTag").isEmpty();
  }

  private void kustomizeImage(Mapping entry, Leaf leaf, Scalar scalar, Part part) {
    Optional<String> name = entry.text("newName").or(() -> entry.text("name"));
    name.ifPresent(
        said -> add(said, said, part, scalar, leaf, beside(entry, "digest", part == Part.TAG)));
  }

  private boolean isPartOfShape(Mapping mapping, Leaf leaf, Scalar scalar) {
    for (Shape shape : SHAPES) {
      boolean isTag = leaf.key().equals(shape.tag());
      boolean isDigest = leaf.key().equals(shape.digest()) && mapping.get(shape.tag()).isEmpty();
      Optional<String> repository = mapping.text(shape.repository());
      if ((isTag || isDigest) && repository.filter(shape::mayName).isPresent()) {
        String registry = mapping.text(shape.registry()).filter(text -> !text.isBlank()).orElse("");
        String name = registry.isEmpty() ? repository.get() : registry + "/" + repository.get();
        Part part = isTag ? Part.TAG : Part.DIGEST;
        add(repository.get(), name, part, scalar, leaf, beside(mapping, shape.digest(), isTag));
        return true;
      }
    }
    return false;
  }

  private Optional<Leaf> beside(Mapping mapping, String key, boolean wantsIt) {
    return wantsIt
        ? mapping
            .get(key)
            .filter(node -> node instanceof Scalar digest && Digest.isValid(digest.value()))
            .flatMap(yaml::leafOf)
        : Optional.empty();
  }

  private void add(
      String written, String name, Part part, Scalar scalar, Leaf leaf, Optional<Leaf> digest) {
    boolean holds =
        part == Part.TAG
            ? Tag.isValid(PartText.withoutDigest(scalar.value()))
            : Digest.isValid(scalar.value());
    if (holds && !PartText.namesVersion(name)) {
      ImageReference.tryParse(name)
          .map(ImageReference::repository)
          .filter(wanted)
          .ifPresent(
              repository ->
                  sites.add(new NamedSite(repository, written, part, scalar, leaf, digest)));
    }
  }

  private void reference(Leaf leaf, Scalar scalar) {
    String value = scalar.value();
    if (value.indexOf(':') < 0 || value.indexOf(' ') >= 0) {
      return;
    }
    ImageReference.tryParse(value)
        .filter(image -> image.tag() != null || image.digest() != null)
        .map(ImageReference::repository)
        .filter(wanted)
        .ifPresent(
            repository ->
                sites.add(
                    new NamedSite(
                        repository,
                        PartText.nameOf(value),
                        Part.REFERENCE,
                        scalar,
                        leaf,
                        Optional.empty())));
  }
}
