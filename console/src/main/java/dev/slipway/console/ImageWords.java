package dev.slipway.console;

import dev.slipway.events.value.ImageReference;
import dev.slipway.events.value.ImageRepository;
import java.util.Set;

/** How people call an image and its versions. */
final class ImageWords {
  private ImageWords() {}

  static void add(Set<String> words, ImageRepository repository) {
    words.add(repository.toString());
    words.add(repository.path());
    words.add(repository.shortName());
  }

  static boolean means(String word, ImageRepository repository) {
    return word.equals(repository.toString())
        || word.equals(repository.path())
        || word.equals(repository.shortName());
  }

  /** The tag, or the beginning of the digest where there is no tag. */
  static String version(ImageReference reference) {
    if (reference.tag() != null) {
      return reference.tag().toString();
    }
    return reference.digest() == null ? "untagged" : reference.digest().abbreviated();
  }

  /** Whether a value in a file, a tag or a whole reference, says this version. */
  static boolean says(String written, ImageReference version) {
    String tag = version.tag() == null ? "" : version.tag().toString();
    String digest = version.digest() == null ? "" : version.digest().toString();
    boolean saysTag =
        !tag.isEmpty()
            && (written.equals(tag)
                || written.endsWith(":" + tag)
                || written.startsWith(tag + "@")
                || written.contains(":" + tag + "@"));
    return saysTag || (!digest.isEmpty() && written.endsWith(digest));
  }
}
