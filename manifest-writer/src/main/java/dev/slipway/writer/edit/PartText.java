package dev.slipway.writer.edit;

import dev.slipway.events.value.Digest;
import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import dev.slipway.events.value.Tag;
import java.util.Optional;

/** What one part of an image looks like in the place of an old value. */
final class PartText {
  private PartText() {}

  /** Empty where the image does not say this part. */
  static Optional<String> of(NewValue value, Part part, String old) {
    return switch (value) {
      case NewValue.Text(String text) -> Optional.of(text);
      case NewValue.OfImage(ImageReference image) ->
          switch (part) {
            case REFERENCE -> reference(image, old);
            case NAME -> Optional.of(name(image.repository(), old));
            case TAG -> tag(image, old);
            case DIGEST -> Optional.ofNullable(image.digest()).map(Digest::toString);
          };
    };
  }

  /** Whether the text names a repository, so that it is more than a tag or a digest. */
  static boolean namesRepository(String value) {
    String rest = withoutDigest(value);
    return !Digest.isValid(value) && (rest.contains("/") || rest.contains(":"));
  }

  static String withoutDigest(String value) {
    int at = value.indexOf('@');
    return at < 0 ? value : value.substring(0, at);
  }

  /** {@code ghcr.io/acme/web} of {@code ghcr.io/acme/web:1.2@sha256:...}. */
  static String nameOf(String reference) {
    String rest = withoutDigest(reference);
    int colon = rest.lastIndexOf(':');
    return colon > rest.lastIndexOf('/') ? rest.substring(0, colon) : rest;
  }

  /** {@code 1.2} of {@code ghcr.io/acme/web:1.2@sha256:...}; empty where there is no tag. */
  static String versionOf(String reference) {
    String rest = withoutDigest(reference);
    return rest.substring(Math.min(rest.length(), nameOf(reference).length() + 1));
  }

  /** Whether the text is an image's name and its tag or digest. */
  static boolean namesVersion(String value) {
    return ImageReference.tryParse(value)
        .filter(image -> image.tag() != null || image.digest() != null)
        .isPresent();
  }

  private static Optional<String> reference(ImageReference image, String old) {
    Tag tag = image.tag();
    Digest digest = image.digest();
    if (tag == null && digest == null) {
      return Optional.empty();
    }
    return Optional.of(
        name(image.repository(), old)
            + (tag == null ? "" : ":" + tag)
            + (digest == null ? "" : "@" + digest));
  }

  /** The file's spelling stays where it means the same repository. */
  private static String name(ImageRepository repository, String old) {
    String oldName = nameOf(old);
    return ImageReference.tryParse(oldName)
        .filter(parsed -> parsed.repository().equals(repository))
        .map(_ -> oldName)
        .orElseGet(repository::toString);
  }

  /** {@code 1.2@sha256:...} in a tag's place keeps its shape, where the new digest is known. */
  private static Optional<String> tag(ImageReference image, String old) {
    Tag tag = image.tag();
    Digest digest = image.digest();
    if (tag == null) {
      return Optional.empty();
    }
    return Optional.of(tag + (digest != null && old.contains("@") ? "@" + digest : ""));
  }
}
