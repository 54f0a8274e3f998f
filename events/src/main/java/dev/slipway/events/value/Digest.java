package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * What an image is: the hash of its manifest (OCI image-spec 1.1, "Digests").
 *
 * @param value algorithm and lower-case hex, as in {@code sha256:...}
 */
public record Digest(@JsonValue String value) implements Comparable<Digest> {
  private static final Pattern GRAMMAR =
      Pattern.compile("sha256:[a-f0-9]{64}|sha384:[a-f0-9]{96}|sha512:[a-f0-9]{128}");
  private static final int SHORT_HEX = 12;

  public Digest {
    Check.matches("digest", value, GRAMMAR, "expected sha256: and 64 hexadecimal digits");
  }

  @JsonCreator
  public static Digest parse(String value) {
    return new Digest(value);
  }

  public static boolean isValid(String value) {
    return GRAMMAR.matcher(value).matches();
  }

  /** The first twelve hexadecimal digits, for people. Never compare these. */
  public String abbreviated() {
    int hex = value.indexOf(':') + 1;
    return value.substring(hex, hex + SHORT_HEX);
  }

  @Override
  public int compareTo(Digest other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
