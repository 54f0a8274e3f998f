package dev.slipway.applier.sops;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** One value as SOPS encrypts it: AES-256 in GCM, the path authenticated with it. */
final class EncryptedValue {
  private static final int TAG_BITS = 128;
  private static final double MOST_EXACT = 1e15;
  private static final Pattern FORM =
      Pattern.compile("ENC\\[AES256_GCM,data:([^,]+),iv:([^,]+),tag:([^,]+),type:([a-z0-9]+)]");

  private EncryptedValue() {}

  static boolean matches(String text) {
    return FORM.matcher(text).matches();
  }

  /**
   * The value, as the type that it had.
   *
   * @param path of the value in its document
   * @throws GeneralSecurityException where the key is another or the value was changed or moved
   */
  static Object decrypt(String text, byte[] key, List<String> path)
      throws GeneralSecurityException {
    return decrypt(text, key, String.join(":", path) + ":");
  }

  static Object decrypt(String text, byte[] key, String authenticated)
      throws GeneralSecurityException {
    Matcher parts = FORM.matcher(text);
    if (!parts.matches()) {
      throw new GeneralSecurityException("a value is not in SOPS's form");
    }
    byte[] plain;
    try {
      plain =
          open(
              key,
              Base64.getDecoder().decode(parts.group(1)),
              Base64.getDecoder().decode(parts.group(2)),
              Base64.getDecoder().decode(parts.group(3)),
              authenticated);
    } catch (IllegalArgumentException e) {
      throw new GeneralSecurityException("a value is not in SOPS's form", e);
    }
    return typed(new String(plain, StandardCharsets.UTF_8), plain, parts.group(4));
  }

  private static byte[] open(byte[] key, byte[] data, byte[] iv, byte[] tag, String authenticated)
      throws GeneralSecurityException {
    Cipher cipher = Cipher.getInstance("AES/GCM/NoPadding");
    cipher.init(
        Cipher.DECRYPT_MODE, new SecretKeySpec(key, "AES"), new GCMParameterSpec(TAG_BITS, iv));
    cipher.updateAAD(authenticated.getBytes(StandardCharsets.UTF_8));
    byte[] sealed = new byte[data.length + tag.length];
    System.arraycopy(data, 0, sealed, 0, data.length);
    System.arraycopy(tag, 0, sealed, data.length, tag.length);
    return cipher.doFinal(sealed);
  }

  /** A whole number is one: the API server wants {@code 8}, not {@code 8.0}. */
  private static Object number(double value) {
    if (value == Math.rint(value) && Math.abs(value) < MOST_EXACT) {
      return (long) value;
    }
    return value;
  }

  private static Object typed(String text, byte[] bytes, String type)
      throws GeneralSecurityException {
    try {
      return switch (type) {
        case "str", "comment", "time" -> text;
        case "int", "int64" -> Long.valueOf(text);
        case "float" -> number(Double.parseDouble(text));
        case "bool" -> text.equalsIgnoreCase("true");
        case "bytes" -> bytes;
        default -> throw new GeneralSecurityException("a value has the unknown type " + type);
      };
    } catch (NumberFormatException e) {
      throw new GeneralSecurityException("a value is not of its type " + type);
    }
  }
}
