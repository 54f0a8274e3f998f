package dev.slipway.sandbox.registry;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The name of some bytes: {@code sha256:…} or {@code sha512:…}. */
record ContentDigest(String algorithm, String hex) {
  private static final Pattern FORM =
      Pattern.compile("(sha256):([0-9a-f]{64})|(sha512):([0-9a-f]{128})");

  static boolean looksLikeOne(String text) {
    return text.indexOf(':') >= 0;
  }

  static ContentDigest parse(String text) throws RegistryError {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw RegistryError.digestInvalid("not a digest: " + text);
    }
    int at = text.indexOf(':');
    return new ContentDigest(text.substring(0, at), text.substring(at + 1));
  }

  static ContentDigest of(byte[] content) {
    return of("sha256", content);
  }

  static ContentDigest of(String algorithm, byte[] content) {
    return finish(algorithm, begin(algorithm).digest(content));
  }

  static MessageDigest begin(String algorithm) {
    try {
      return MessageDigest.getInstance(algorithm.equals("sha512") ? "SHA-512" : "SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("this JDK lacks " + algorithm, e);
    }
  }

  static ContentDigest finish(String algorithm, byte[] hash) {
    return new ContentDigest(algorithm, HexFormat.of().formatHex(hash));
  }

  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
