package dev.slipway.sandbox.registry;

/** A manifest as it was pushed, byte for byte. */
final class StoredManifest {
  private final ContentDigest digest;
  private final String mediaType;
  private final byte[] content;

  StoredManifest(ContentDigest digest, String mediaType, byte[] content) {
    this.digest = digest;
    this.mediaType = mediaType;
    this.content = content;
  }

  ContentDigest digest() {
    return digest;
  }

  String mediaType() {
    return mediaType;
  }

  byte[] content() {
    return content;
  }
}
