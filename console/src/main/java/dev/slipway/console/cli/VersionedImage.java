package dev.slipway.console.cli;

import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * An image as a person writes it: its name in {@code slipway.yaml} or its repository, and perhaps a
 * version of it.
 *
 * @param version a tag or a digest
 */
record VersionedImage(String image, @Nullable String version) {
  private static final Pattern HOST_WITH_PORT = Pattern.compile("[a-zA-Z0-9.-]+:\\d{1,5}/.+");
  private static final Pattern TAG = Pattern.compile("[a-zA-Z0-9_][a-zA-Z0-9._-]{0,127}");
  private static final Pattern DIGEST = Pattern.compile("sha256:[a-f0-9]{64}");

  /**
   * Reads {@code web}, {@code web:1.4.2} and {@code web@sha256:…}.
   *
   * @throws CommandFailure for a version that no registry could hold; says what it could
   */
  static VersionedImage parse(String text) {
    int at = text.indexOf('@');
    if (at >= 0) {
      return new VersionedImage(text.substring(0, at), checked(DIGEST, text.substring(at + 1)));
    }
    int path = HOST_WITH_PORT.matcher(text).matches() ? text.indexOf('/') : 0;
    int colon = text.indexOf(':', path);
    return colon < 0
        ? new VersionedImage(text, null)
        : new VersionedImage(text.substring(0, colon), checked(TAG, text.substring(colon + 1)));
  }

  private static String checked(Pattern form, String version) {
    if (form.matcher(version).matches()) {
      return version;
    }
    throw new CommandFailure(
        ExitCode.USAGE,
        form == TAG
            ? "'%s' is no tag: letters, digits, '_', '.' and '-', at most 128 of them, the first"
                    .formatted(version)
                + " neither '.' nor '-'"
            : "'%s' is no digest: expected sha256: and 64 digits and letters from a to f"
                .formatted(version));
  }
}
