package dev.slipway.sandbox.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Everything that {@code up} keeps. Every other command finds here what runs. */
final class DataDirectory {
  private static final int SECRET_BYTES = 24;

  private final Path root;

  DataDirectory(Path root) {
    this.root = root.toAbsolutePath().normalize();
  }

  Path root() {
    return root;
  }

  /** A folder in it, made if need be. */
  Path folder(String name) {
    try {
      return Files.createDirectories(root.resolve(name));
    } catch (IOException e) {
      throw new SandboxException(
          "cannot make the folder " + root.resolve(name) + ": " + e.getMessage(), e);
    }
  }

  Path file(String name) {
    return root.resolve(name);
  }

  /** Writes a file whole or not at all, readable by its owner alone. */
  Path write(String name, String content) {
    Path file = root.resolve(name);
    try {
      Files.createDirectories(file.getParent());
      Path unfinished = file.resolveSibling(file.getFileName() + ".new");
      Files.deleteIfExists(unfinished);
      Files.createFile(
          unfinished,
          PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
      Files.writeString(unfinished, content);
      Files.move(
          unfinished, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      return file;
    } catch (IOException e) {
      throw new SandboxException("cannot write " + file + ": " + e.getMessage(), e);
    }
  }

  String read(String name) {
    try {
      return Files.readString(root.resolve(name));
    } catch (IOException e) {
      throw new SandboxException("cannot read " + root.resolve(name) + ": " + e.getMessage(), e);
    }
  }

  /** The files in a folder of it. */
  List<Path> files(String folder) {
    try (Stream<Path> files = Files.list(folder(folder))) {
      return files.filter(Files::isRegularFile).sorted().toList();
    } catch (IOException e) {
      throw new SandboxException("cannot list " + root.resolve(folder) + ": " + e.getMessage(), e);
    }
  }

  void remove(String name) {
    try {
      Files.deleteIfExists(root.resolve(name));
    } catch (IOException e) {
      throw new SandboxException("cannot remove " + root.resolve(name) + ": " + e.getMessage(), e);
    }
  }

  boolean has(String name) {
    return Files.exists(root.resolve(name));
  }

  /** The secret of that name; made up on first use, the same from then on. */
  Secret secret(String name) {
    String file = "secrets/" + name;
    if (!has(file)) {
      byte[] random = new byte[SECRET_BYTES];
      new SecureRandom().nextBytes(random);
      write(file, HexFormat.of().formatHex(random) + "\n");
    }
    return new Secret(root.resolve(file), read(file).strip());
  }

  /** A secret and the file it lies in. */
  record Secret(Path file, String value) {
    @Override
    public String toString() {
      return "Secret[" + file + "]";
    }
  }

  /**
   * Keeps every other {@code up} out until this process ends, however it ends.
   *
   * @throws SandboxException where one runs on this data already
   */
  void lock() {
    folder(".");
    try {
      FileChannel channel =
          FileChannel.open(
              root.resolve("up.lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      FileLock lock = channel.tryLock();
      if (lock != null) {
        return;
      }
    } catch (OverlappingFileLockException e) {
      throw running(e);
    } catch (IOException e) {
      throw new SandboxException("cannot lock " + root + ": " + e.getMessage(), e);
    }
    throw running(null);
  }

  private SandboxException running(@Nullable Exception cause) {
    String message =
        "slipway runs on "
            + root
            + " already; stop it with Ctrl-C where it was started, or choose other data with"
            + " --data";
    return cause == null ? new SandboxException(message) : new SandboxException(message, cause);
  }

  /** What runs, as {@code NAME=value} lines. */
  void writeEnvironment(Map<String, String> environment) {
    StringBuilder lines = new StringBuilder();
    environment.forEach((name, value) -> lines.append(name).append('=').append(value).append('\n'));
    write("env", lines.toString());
  }

  /**
   * What runs.
   *
   * @throws SandboxException where nothing does
   */
  Map<String, String> environment() {
    if (!has("env")) {
      throw new SandboxException(
          "nothing runs on " + root + ": start it with ./slipway up, or name its data with --data");
    }
    Map<String, String> environment = new LinkedHashMap<>();
    read("env")
        .lines()
        .forEach(
            line -> {
              int equals = line.indexOf('=');
              environment.put(line.substring(0, equals), line.substring(equals + 1));
            });
    return environment;
  }

  void forgetEnvironment() {
    remove("env");
  }
}
