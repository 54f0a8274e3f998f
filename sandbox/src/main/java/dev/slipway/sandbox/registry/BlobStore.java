package dev.slipway.sandbox.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The bytes of layers, configurations and manifests, each once; a repository holds a link to those
 * that were pushed to it.
 */
final class BlobStore {
  private final Path blobs;
  private final Path repositories;

  BlobStore(Path directory) throws IOException {
    this.blobs = Files.createDirectories(directory.resolve("blobs"));
    this.repositories = Files.createDirectories(directory.resolve("repositories"));
  }

  boolean holds(RepositoryName repository, ContentDigest digest) {
    return Files.exists(link(repository, digest));
  }

  /** Where the bytes are. */
  Path find(RepositoryName repository, ContentDigest digest) throws RegistryError {
    if (!holds(repository, digest)) {
      throw RegistryError.blobUnknown(digest);
    }
    return content(digest);
  }

  Path content(ContentDigest digest) {
    return blobs.resolve(digest.algorithm()).resolve(digest.hex());
  }

  void put(RepositoryName repository, ContentDigest digest, byte[] content) throws IOException {
    AtomicFile.write(content(digest), content);
    link(repository, digest, true);
  }

  /** Takes a finished upload over; its digest has been checked. */
  void take(RepositoryName repository, ContentDigest digest, Path upload) throws IOException {
    AtomicFile.move(upload, content(digest));
    link(repository, digest, true);
  }

  /** Makes a blob of one repository one of another, if it is there. */
  boolean mount(RepositoryName to, RepositoryName from, ContentDigest digest) throws IOException {
    if (!holds(from, digest)) {
      return false;
    }
    link(to, digest, true);
    return true;
  }

  void delete(RepositoryName repository, ContentDigest digest) throws IOException, RegistryError {
    if (!holds(repository, digest)) {
      throw RegistryError.blobUnknown(digest);
    }
    link(repository, digest, false);
  }

  private void link(RepositoryName repository, ContentDigest digest, boolean there)
      throws IOException {
    Path link = link(repository, digest);
    if (there) {
      AtomicFile.write(link, new byte[0]);
    } else {
      Files.deleteIfExists(link);
    }
  }

  private Path link(RepositoryName repository, ContentDigest digest) {
    return repositories
        .resolve(repository.value())
        .resolve("_blobs")
        .resolve(digest.algorithm())
        .resolve(digest.hex());
  }
}
