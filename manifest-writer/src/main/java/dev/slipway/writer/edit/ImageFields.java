package dev.slipway.writer.edit;

import dev.slipway.events.value.ImageReference;
import dev.slipway.writer.edit.YamlNode.Leaf;
import dev.slipway.writer.edit.YamlNode.Scalar;
import java.util.ArrayList;
import java.util.List;

/** Reads the images that a file's {@code image:} fields name. */
public final class ImageFields {
  static final byte[] KEY = {'i', 'm', 'a', 'g', 'e'};

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
    if (!LargeManifest.isOne(content)) {
      Screening.read(content).ifPresent(yaml -> read(yaml, 0, found));
    } else if (content.length <= SizeLimits.HERE.whole()) {
      for (DocumentSplit.Piece piece : DocumentSplit.of(content)) {
        Screening.read(piece.of(content)).ifPresent(yaml -> read(yaml, piece.linesBefore(), found));
      }
    }
    return found;
  }

  static List<Field> read(YamlText yaml) {
    List<Field> found = new ArrayList<>();
    read(yaml, 0, found);
    return found;
  }

  private static void read(YamlText yaml, int linesBefore, List<Field> found) {
    for (Leaf leaf : yaml.leaves()) {
      if (!leaf.isKey() && leaf.key().equals("image") && leaf.node() instanceof Scalar scalar) {
        String value = scalar.value().strip();
        ImageReference.tryParse(value)
            .filter(image -> image.tag() != null || image.digest() != null)
            .ifPresent(
                image ->
                    found.add(new Field(value, image, linesBefore + yaml.lineOf(scalar.start()))));
      }
    }
  }
}
