package dev.slipway.writer.files;

import dev.slipway.writer.edit.FoundValue;
import dev.slipway.writer.edit.ImageFields;
import dev.slipway.writer.edit.ManifestEditor;
import dev.slipway.writer.edit.Obstacle;
import dev.slipway.writer.edit.Refusal;
import java.util.List;

/**
 * What a manifest says of the images that a repository declares.
 *
 * @param values every value that a marker, a configured target or a repository's name means
 * @param fields every {@code image:} field, whosever it is
 */
record FileReading(
    List<FoundValue> values, List<Obstacle> obstacles, List<ImageFields.Field> fields) {
  static final FileReading NOTHING = new FileReading(List.of(), List.of(), List.of());

  FileReading {
    values = List.copyOf(values);
    obstacles = List.copyOf(obstacles);
    fields = List.copyOf(fields);
  }

  static FileReading of(ManifestEditor.Look look) {
    return new FileReading(look.values(), look.obstacles(), look.fields());
  }

  /** Of a file that must not even be read. */
  static FileReading unread(Refusal refusal) {
    return new FileReading(
        List.of(), List.of(new Obstacle(null, refusal, Obstacle.Weight.HINT)), List.of());
  }

  boolean isEmpty() {
    return values.isEmpty() && obstacles.isEmpty() && fields.isEmpty();
  }
}
