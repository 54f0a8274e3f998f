package dev.slipway.writer.edit;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a field holds, by the last word of its key: {@code newTag} and {@code IMAGE_TAG} hold a tag.
 */
enum FieldRole {
  REFERENCE,
  NAME,
  TAG,
  DIGEST,
  UNKNOWN;

  private static final Pattern LAST_WORD = Pattern.compile("([A-Z]?[a-z0-9]+|[A-Z0-9]+)$");

  static FieldRole of(String key) {
    if (key.equals("version")) {
      return TAG;
    }
    Matcher word = LAST_WORD.matcher(key);
    if (!word.find()) {
      return UNKNOWN;
    }
    return switch (word.group().toLowerCase(Locale.ROOT)) {
      case "image", "reference", "ref" -> REFERENCE;
      case "name", "repository", "repo" -> NAME;
      case "tag" -> TAG;
      case "digest", "sha", "sha256" -> DIGEST;
      default -> UNKNOWN;
    };
  }

  boolean holds(Part part) {
    return switch (part) {
      case REFERENCE -> this == REFERENCE;
      case NAME -> this == NAME;
      case TAG -> this == TAG;
      case DIGEST -> this == DIGEST;
    };
  }
}
