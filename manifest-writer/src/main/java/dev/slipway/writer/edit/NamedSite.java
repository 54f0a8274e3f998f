package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageRepository;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.Optional;

/**
 * A place that names a watched image with a version, and that nobody marked.
 *
 * @param part a whole reference or a tag; a digest where it stands alone
 * @param name the repository as the file spells it
 * @param digest what stands beside a tag
 */
record NamedSite(
    ImageRepository repository,
    String name,
    Part part,
    Scalar scalar,
    Leaf leaf,
    Optional<Leaf> digest) {

  /** The version that it names; sites that agree in it can move together. */
  String version() {
    return part == Part.REFERENCE
        ? PartText.versionOf(scalar.value())
        : PartText.withoutDigest(scalar.value());
  }

  boolean isDigestAlone() {
    return part == Part.DIGEST || version().isEmpty();
  }
}
