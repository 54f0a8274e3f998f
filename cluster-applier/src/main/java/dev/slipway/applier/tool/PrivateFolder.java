package dev.slipway.applier.tool;

import dev.slipway.applier.RefusedException;
import dev.slipway.applier.UnavailableException;
import dev.slipway.events.value.RolloutFailure;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A folder that only we can read, gone when it is closed. */
public final class PrivateFolder implements AutoCloseable {
  private static final String PREFIX = "slipway-render-";
  private static final Path SHARED_MEMORY = Path.of("/dev/shm");
  private static final Duration LONGER_THAN_ANY_RUN = Duration.ofHours(1);
  private static final Logger log = LoggerFactory.getLogger(PrivateFolder.class);
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
      throw new UnavailableException(
          UnavailableException.Reason.TOOL_UNAVAILABLE,
          "no private folder for a program's files can be made in "
              + parent
              + ": "
              + e.getMessage(),
          e);
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
      throw unwritable(e);
    }
  }

  public void makeFolder(String path) {
    try {
      Files.createDirectories(root.resolve(path));
    } catch (IOException e) {
      throw unwritable(e);
    }
  }

  private UnavailableException unwritable(IOException e) {
    return new UnavailableException(
        UnavailableException.Reason.TOOL_UNAVAILABLE,
        "a program's files cannot be written to " + root + ": " + e.getClass().getSimpleName(),
        e);
  }

  /** Deletes what an instance left that was killed. */
  public static void sweep() {
    for (Path parent : List.of(Path.of(System.getProperty("java.io.tmpdir")), SHARED_MEMORY)) {
      try (DirectoryStream<Path> left = Files.newDirectoryStream(parent, PREFIX + "*")) {
        for (Path folder : left) {
          if (isLeft(folder)) {
            delete(folder);
          }
        }
      } catch (IOException e) {
        log.atDebug().setCause(e).log("what a killed instance left was not looked for");
      }
    }
  }

  /** No run takes that long. */
  private static boolean isLeft(Path folder) throws IOException {
    return Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)
        && Files.getLastModifiedTime(folder)
            .toInstant()
            .isBefore(Instant.now().minus(LONGER_THAN_ANY_RUN));
  }

  @Override
  public void close() {
    try {
      delete(root);
    } catch (IOException e) {
      log.atWarn()
          .addKeyValue("folder", root)
          .setCause(e)
          .log("a program's private folder was not deleted; the next start tries again");
    }
  }

  private static void delete(Path folder) throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      List<Path> deepestFirst = files.sorted(Comparator.reverseOrder()).toList();
      for (Path file : deepestFirst) {
        Files.delete(file);
      }
    }
  }
}
