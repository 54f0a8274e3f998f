package dev.slipway.applier.object;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Digests that every instance comes to: SHA-256 of a text's UTF-8 bytes. */
public final class Digest {
  private Digest() {}

  /** In hexadecimal digits. */
  public static String of(String text) {
    return HexFormat.of().formatHex(bytesOf(text));
  }

  /** So many digits of it, where a chance match does no harm. */
  public static String of(String text, int digits) {
    return of(text).substring(0, digits);
  }

  /** The same, as bytes. */
  public static byte[] bytesOf(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    }
  }
}
