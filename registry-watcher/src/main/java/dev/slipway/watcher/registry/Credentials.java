package dev.slipway.watcher.registry;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;

/**
 * A user of a registry.
 *
 * @param passwordFile read anew whenever it is needed, so that it can be rotated; its last line end
 *     is no part of the password
 */
public record Credentials(String username, Path passwordFile) {

  /**
   * The value of an {@code Authorization} header.
   *
   * @throws UncheckedIOException where the file cannot be read; somebody has to put it there
   */
  String basic() {
    try {
      String password = Files.readString(passwordFile).stripTrailing();
      byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
      return "Basic " + Base64.getEncoder().encodeToString(pair);
    } catch (IOException e) {
      throw new UncheckedIOException("could not read the password file " + passwordFile, e);
    }
  }
}
