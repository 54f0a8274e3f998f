package dev.slipway.bench.running;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/** Folders of a measurement's own. */
public final class Folders {
  private Folders() {}

  /**
   * Takes a folder away with all that is in it.
   *
   * @throws UncheckedIOException where it cannot; a retry may help where something still writes
   */
  public static void delete(Path folder) {
    try {
      deleteAll(folder);
    } catch (IOException e) {
      throw new UncheckedIOException("cannot remove " + folder, e);
    }
  }

  private static void deleteAll(Path folder) throws IOException {
    Path _ =
        Files.walkFileTree(
            folder,
            new SimpleFileVisitor<>() {
              @Override
              public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
                  throws IOException {
                boolean _ = Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
              }

              @Override
              public FileVisitResult visitFileFailed(Path file, IOException failure)
                  throws IOException {
                if (failure instanceof NoSuchFileException) {
                  return FileVisitResult.CONTINUE; // Whoever wrote it has removed it.
                }
                throw failure;
              }

              @Override
              public FileVisitResult postVisitDirectory(Path left, @Nullable IOException failure)
                  throws IOException {
                if (failure != null) {
                  throw failure;
                }
                Files.delete(left);
                return FileVisitResult.CONTINUE;
              }
            });
  }
}
