package dev.slipway.applier.tool;

import dev.slipway.applier.RefusedException;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/** A folder that only we can read, gone when it is closed. */
public final class PrivateFolder implements AutoCloseable {
  private static final String PREFIX = "slipway-render-";
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private final Path root;

  private PrivateFolder(Path root) {
    this.root = root;
  }

  /** A new one, where temporary files go. */
  public static PrivateFolder onDisk() {
    return in(Path.of(System.getProperty("java.io.tmpdir")));
  }

  /**
   * A new one that never reaches a disk.
   *
   * @throws RefusedException {@code NOT_SUPPORTED} where this system has no such place
   */
  public static PrivateFolder inMemory() {
    try {
      if (Files.isWritable(SHARED_MEMORY)
          && Files.getFileStore(SHARED_MEMORY).type().equals("tmpfs")) {
        return in(SHARED_MEMORY);
      }
    } catch (IOException _) {
      // As good as not there.
    }
    throw new RefusedException(
        RolloutFailure.NOT_SUPPORTED,
        "decrypted files go to kustomize through memory only, and "
            + SHARED_MEMORY
            + " is no writable tmpfs here: mount one; nothing was applied");
  }

  /** A new one below that folder. */
  public static PrivateFolder in(Path parent) {
    try {
      return new PrivateFolder(
          Files.createTempDirectory(
                  parent,
                  PREFIX,
                  PosixFilePermissions.asFileAttribute(
                      PosixFilePermissions.fromString("rwx------")))
              .toRealPath());
    } catch (IOException e) {
      throw new UncheckedIOException("no private folder can be made in " + parent, e);
    }
  }

  public Path root() {
    return root;
  }

  /**
   * Writes a file.
   *
   * @param path relative, and never out of this folder
   */
  public void write(String path, byte[] content) {
    Path file = root.resolve(path).normalize();
    if (!file.startsWith(root) || file.equals(root)) {
      throw new IllegalArgumentException(path + " leads out of its folder");
    }
    try {
      Files.createDirectories(file.getParent());
      Files.write(file, content);
    } catch (IOException e) {
      throw new UncheckedIOException("a file for a program cannot be written", e);
    }
  }

  public void makeFolder(String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (IOException e) {
      throw new UncheckedIOException("a folder for a program cannot be made", e);
    }
  }

  @Override
  public void close() {
    try (Stream<Path> files = Files.walk(root)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    } catch (IOException e) {
      throw new UncheckedIOException("a private folder cannot be deleted: " + root, e);
    }
  }
}
