package dev.slipway.writer.webhook;

import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.function.Supplier;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.jspecify.annotations.Nullable;

/** The HMAC that GitHub and Gitea put over a webhook's body: {@code X-Hub-Signature-256}. */
public final class PushSignature {
  private static final String ALGORITHM = "HmacSHA256";
  private static final String PREFIX = "sha256=";

  private final Supplier<String> secret;

  /** Reads the secret anew each time; an empty one accepts nothing. */
  public PushSignature(Supplier<String> secret) {
    this.secret = secret;
  }

  /** Whether whoever signed this body knows the secret. Takes the same time for each wrong one. */
  boolean matches(byte[] body, @Nullable String signature) {
    String key = secret.get();
    if (key.isEmpty() || signature == null || !signature.startsWith(PREFIX)) {
      return false;
    }
    byte[] expected = HexFormat.of().formatHex(sign(key, body)).getBytes(StandardCharsets.US_ASCII);
    byte[] given = signature.substring(PREFIX.length()).getBytes(StandardCharsets.US_ASCII);
    return MessageDigest.isEqual(expected, given);
  }

  private static byte[] sign(String key, byte[] body) {
    try {
      Mac mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), ALGORITHM));
      return mac.doFinal(body);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every JDK has " + ALGORITHM, e);
    }
  }
}
