package dev.slipway.sandbox.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.util.UUID;
import java.util.regex.Pattern;

/** Blobs on their way in, piece by piece. */
final class Uploads {
  private static final Pattern ID = Pattern.compile("[0-9a-f-]{36}");

  private final Path uploads;
  private final BlobStore blobs;

  Uploads(Path directory, BlobStore blobs) throws IOException {
    this.uploads = Files.createDirectories(directory.resolve("uploads"));
    this.blobs = blobs;
  }

  String begin() throws IOException {
    String id = UUID.randomUUID().toString();
    Files.createFile(uploads.resolve(id));
    return id;
  }

  long size(String id) throws IOException, RegistryError {
    return Files.size(file(id));
  }

  void append(String id, InputStream content) throws IOException, RegistryError {
    try (OutputStream file = Files.newOutputStream(file(id), StandardOpenOption.APPEND)) {
      content.transferTo(file);
    }
  }

  void cancel(String id) throws IOException, RegistryError {
    Files.delete(file(id));
  }

  /** Makes the upload a blob, if it is what its client says it is. */
  void finish(RepositoryName repository, String id, ContentDigest expected)
      throws IOException, RegistryError {
    Path file = file(id);
    ContentDigest actual = digest(file, expected.algorithm());
    if (!actual.equals(expected)) {
      Files.delete(file);
      throw RegistryError.digestInvalid("the content's digest is " + actual + ", not " + expected);
    }
    blobs.take(repository, expected, file);
  }

  private static ContentDigest digest(Path file, String algorithm) throws IOException {
    MessageDigest digest = ContentDigest.begin(algorithm);
    try (InputStream content = new DigestInputStream(Files.newInputStream(file), digest)) {
      content.transferTo(OutputStream.nullOutputStream());
    }
    return ContentDigest.finish(algorithm, digest.digest());
  }

  private Path file(String id) throws RegistryError {
    Path file = uploads.resolve(id);
    if (!ID.matcher(id).matches() || !Files.exists(file)) {
      throw RegistryError.uploadUnknown(id);
    }
    return file;
  }
}
