package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A label on an image manifest. It can move: an image's identity is its {@link Digest}.
 *
 * @param value at most 128 characters (OCI distribution-spec 1.1, "Pulling manifests")
 */
public record Tag(@JsonValue String value) implements Comparable<Tag> {
  private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final int LONGEST = 128;

  public Tag {
    if (!isValid(value)) {
      Check.matches("tag", value, GRAMMAR, "letters, digits, '_', '.', '-', at most 128");
    }
  }

  @JsonCreator
  public static Tag parse(String value) {
    return new Tag(value);
  }

  /** Whether a registry could hold such a tag. */
  public static boolean isValid(String value) {
    // The grammar by hand: a registry's list holds thousands of them.
    boolean valid = !value.isEmpty() && value.length() <= LONGEST && isFirst(value.charAt(0));
    for (int i = 1; valid && i < value.length(); i++) {
      char c = value.charAt(i);
      valid = isFirst(c) || c == '.' || c == '-';
    }
    return valid;
  }

  private static boolean isFirst(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || c == '_';
  }

  @Override
  public int compareTo(Tag other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
