package dev.slipway.watcher.registry;

import dev.slipway.events.value.Digest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** The digest that content really has (OCI image-spec 1.1, "Digests"). */
final class ContentDigest {
  private ContentDigest() {}

  /** Whether this is the content of that digest. */
  static boolean matches(Digest digest, byte[] content) {
    return of(algorithm(digest), content).equals(digest);
  }

  static Digest sha256(byte[] content) {
    return of("sha256", content);
  }

  private static Digest of(String algorithm, byte[] content) {
    try {
      byte[] hash = MessageDigest.getInstance(algorithm.replace("sha", "SHA-")).digest(content);
      return Digest.parse(algorithm + ":" + HexFormat.of().formatHex(hash));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has " + algorithm, e);
    }
  }

  private static String algorithm(Digest digest) {
    return digest.value().substring(0, digest.value().indexOf(':'));
  }
}
