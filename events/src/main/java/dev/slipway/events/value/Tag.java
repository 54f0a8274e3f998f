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

  public Tag {
    Check.matches("tag", value, GRAMMAR, "letters, digits, '_', '.', '-', at most 128");
  }

  @JsonCreator
  public static Tag parse(String value) {
    return new Tag(value);
  }

  /** Whether a registry could hold such a tag. */
  public static boolean isValid(String value) {
    return GRAMMAR.matcher(value).matches();
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
