package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.regex.Pattern;

/**
 * A commit, by its full object id.
 *
 * @param value 40 (SHA-1) or 64 (SHA-256) hexadecimal digits
 */
public record GitRevision(@JsonValue String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[a-f0-9]{40}|[a-f0-9]{64}");
  private static final int SHORT_HEX = 8;

  public GitRevision {
    Check.matches("revision", value, GRAMMAR, "expected a full commit id");
  }

  @JsonCreator
  public static GitRevision parse(String value) {
    return new GitRevision(value);
  }

  /** The first eight digits, for people. */
  public String abbreviated() {
    return value.substring(0, SHORT_HEX);
  }

  @Override
  public String toString() {
    return value;
  }
}
