package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageReference;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the images that a file's {@code image:} fields name. */
public final class ImageFields {
  private ImageFields() {}

  /**
   * An image as a manifest names it.
   *
   * @param written the characters of its value
   * @param line from 1
   */
  public record Field(String written, ImageReference reference, int line) {}

  /** Those with a tag or a digest; none of a file that is not YAML. */
  public static List<Field> read(byte[] content) {
    List<Field> found = new ArrayList<>();
    Optional<YamlText> readable = Screening.read(content);
    if (readable.isEmpty()) {
      return found;
    }
    YamlText yaml = readable.get();
    for (Leaf leaf : yaml.leaves()) {
      if (!leaf.isKey() && leaf.key().equals("image") && leaf.node() instanceof Scalar scalar) {
        String value = scalar.value().strip();
        ImageReference.tryParse(value)
            .filter(image -> image.tag() != null || image.digest() != null)
            .ifPresent(image -> found.add(new Field(value, image, yaml.lineOf(scalar.start()))));
      }
    }
    return found;
  }
}
