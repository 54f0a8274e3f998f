package dev.slipway.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/** Files that are there whole or not at all, also after a kill. */
final class AtomicFile {
  private AtomicFile() {}

  static void write(Path file, String content) throws IOException {
    write(file, content.getBytes(UTF_8));
  }

  static void write(Path file, byte[] content) throws IOException {
    Files.createDirectories(file.getParent());
    // The leading dot keeps it out of listings: no tag and no digest begins with one.
    Path unfinished = Files.createTempFile(file.getParent(), ".", ".part");
    Files.write(unfinished, content);
    move(unfinished, file);
  }

  static void move(Path unfinished, Path file) throws IOException {
    Files.createDirectories(file.getParent());
    Files.move(
        unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
