package dev.slipway.sandbox.cluster.images;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Images that exist by being named; a tag's digest is made from the tag. */
final class NamedImages implements ImageLookup {
  @Override
  public Pull pull(String image) {
    ImageBehaviour behaviour = ImageBehaviour.ofName(image);
    if (behaviour == ImageBehaviour.MISSING) {
      return new Refused("failed to pull and unpack image \"" + image + "\": not found");
    }
    ImageName name = ImageName.parse(image);
    String digest = name.reference().contains(":") ? name.reference() : "sha256:" + sha256(image);
    return new Pulled(name.imageId(digest), behaviour);
  }

  private static String sha256(String text) {
    try {
      MessageDigest sha256 = MessageDigest.getInstance("SHA-256");
      return HexFormat.of().formatHex(sha256.digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JVM has SHA-256", e);
    }
  }
}
