package dev.slipway.watcher.webhook;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import org.jspecify.annotations.Nullable;

/**
 * The secret that senders share with us, in a file that is read at each use, so that it can be
 * rotated. An empty file lets nobody in.
 */
public record BearerToken(Path file) {

  /**
   * Checks that the file can be read, so that a wrong path shows at the start.
   *
   * @throws UncheckedIOException where it cannot
   */
  public BearerToken {
    read(file);
  }

  /** Whether this header carries the token; takes the same time for every wrong one. */
  boolean isIn(@Nullable String authorization) {
    String secret = read(file);
    String given = authorization == null ? "" : authorization;
    boolean equal =
        MessageDigest.isEqual(
            ("Bearer " + secret).getBytes(StandardCharsets.UTF_8),
            given.getBytes(StandardCharsets.UTF_8));
    return equal && !secret.isEmpty();
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the webhook's token file " + file, e);
    }
  }
}
