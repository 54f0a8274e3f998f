package dev.slipway.events.value;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * An event's identity. Derived from what caused the event, so that a redelivered cause yields the
 * same id (promise 2).
 *
 * @param value at most 128 characters
 */
public record EventId(@JsonValue String value) {
  private static final Pattern GRAMMAR = Pattern.compile("[a-zA-Z0-9][a-zA-Z0-9._:-]{0,127}");
  private static final int BYTES = 16;

  public EventId {
    Check.matches("event id", value, GRAMMAR, "letters, digits, '.', '_', ':', '-', at most 128");
  }

  @JsonCreator
  public static EventId parse(String value) {
    return new EventId(value);
  }

  /** The id of what follows from these parts: the same parts, the same id, on every machine. */
  public static EventId derive(Object first, Object... rest) {
    MessageDigest hash = sha256();
    update(hash, first);
    for (Object part : rest) {
      update(hash, part);
    }
    return new EventId(HexFormat.of().formatHex(hash.digest(), 0, BYTES));
  }

  /** The id of something that nothing of ours caused: a person's command. */
  public static EventId random() {
    return new EventId(UUID.randomUUID().toString());
  }

  private static void update(MessageDigest hash, Object part) {
    byte[] bytes = part.toString().getBytes(StandardCharsets.UTF_8);
    // The length keeps ("ab", "c") and ("a", "bc") apart.
    hash.update((bytes.length + ":").getBytes(StandardCharsets.UTF_8));
    hash.update(bytes);
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }

  @Override
  public String toString() {
    return value;
  }
}
