package dev.slipway.sandbox.launcher;

import dev.slipway.sandbox.registry.RepositoryName;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What a person wants to push.
 *
 * @param repository without a registry's name: there is only one
 */
record PushedImage(String repository, Optional<String> tag) {
  private static final Pattern HOST =
      Pattern.compile("localhost|[a-zA-Z0-9.-]+:\\d{1,5}|[a-zA-Z0-9-]+(\\.[a-zA-Z0-9-]+)+");

  /**
   * Reads {@code demo/web} and {@code demo/web:1.4.2}; a registry's name before it is left out.
   *
   * @throws IllegalArgumentException for what no registry could hold; says what it could
   */
  static PushedImage parse(String text) {
    int slash = text.indexOf('/');
    boolean hosted = slash > 0 && HOST.matcher(text.substring(0, slash)).matches();
    String path = hosted ? text.substring(slash + 1) : text;
    if (path.contains("@")) {
      throw new IllegalArgumentException(
          "'%s' names a digest: what is pushed gets its own, so give a tag or none"
              .formatted(text));
    }
    int colon = path.indexOf(':');
    String repository = colon < 0 ? path : path.substring(0, colon);
    if (!RepositoryName.isName(repository)) {
      throw new IllegalArgumentException(
          ("'%s' is no name of an image: lower-case letters and digits, with '.', '_' or '-'"
                  + " between them, in parts divided by '/', such as demo/web")
              .formatted(repository));
    }
    return new PushedImage(
        repository, colon < 0 ? Optional.empty() : Optional.of(tag(path.substring(colon + 1))));
  }

  private static String tag(String text) {
    if (!RepositoryName.isTag(text)) {
      throw new IllegalArgumentException(
          ("'%s' is no tag: letters, digits, '_', '.' and '-', at most 128 of them, the first"
                  + " neither '.' nor '-'")
              .formatted(text));
    }
    return text;
  }
}
