package dev.slipway.writer.policy;

import java.util.Optional;

/**
 * A time's format in which later is greater, character by character: fields of digits of one width
 * each, from the year down. Says of a tag, far sooner than a pattern and a parser could, that no
 * time in it can be late enough.
 */
final class SortableFormat {
  private static final String FIELDS = "uMdHmsS";
  private static final char DIGIT = '0';

  /** A digit stands for any; whatever else must be there as it is. */
  private final String shape;

  private SortableFormat(String shape) {
    this.shape = shape;
  }

  /**
   * Empty where the order of the characters says nothing, as with the name of a month or a zone.
   */
  static Optional<SortableFormat> of(String format) {
    StringBuilder shape = new StringBuilder();
    int field = 0;
    int at = 0;
    while (at < format.length()) {
      char letter = format.charAt(at) == 'y' ? 'u' : format.charAt(at);
      int end = at + 1;
      if (Character.isLetter(letter)) {
        while (end < format.length() && format.charAt(end) == format.charAt(at)) {
          end++;
        }
        if (field == FIELDS.length()
            || letter != FIELDS.charAt(field)
            || !isWidth(letter, end - at)) {
          return Optional.empty();
        }
        shape.repeat(DIGIT, end - at);
        field++;
      } else if ("-_.".indexOf(letter) >= 0) {
        shape.append(letter);
      } else if (format.startsWith("'T'", at)) {
        shape.append('T');
        end = at + 3;
      } else {
        return Optional.empty();
      }
      at = end;
    }
    return field == 0 ? Optional.empty() : Optional.of(new SortableFormat(shape.toString()));
  }

  private static boolean isWidth(char field, int width) {
    return switch (field) {
      case 'u' -> width == 4;
      case 'S' -> true;
      default -> width == 2;
    };
  }

  /** Whether that is written with as many digits in each field as the format has letters. */
  boolean holds(String time) {
    return time.length() == shape.length() && isOfShape(time, 0);
  }

  /**
   * Whether some part of the tag may be that time or a later one.
   *
   * @param time one that {@link #holds}
   */
  boolean mayReach(String tag, String time) {
    for (int from = 0; from + shape.length() <= tag.length(); from++) {
      if (isOfShape(tag, from) && tag.substring(from, from + shape.length()).compareTo(time) >= 0) {
        return true;
      }
    }
    return false;
  }

  private boolean isOfShape(String text, int from) {
    for (int i = 0; i < shape.length(); i++) {
      char wanted = shape.charAt(i);
      char there = text.charAt(from + i);
      if (wanted == DIGIT ? there < '0' || there > '9' : there != wanted) {
        return false;
      }
    }
    return true;
  }
}
