package dev.slipway.sandbox.registry;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** The manifests of each repository, by digest, and the tags that point to them. */
final class ManifestStore {
  private final Path repositories;
  private final BlobStore blobs;

  ManifestStore(Path directory, BlobStore blobs) throws IOException {
    this.repositories = Files.createDirectories(directory.resolve("repositories"));
    this.blobs = blobs;
  }

  BlobStore blobs() {
    return blobs;
  }

  /** Keeps the manifest; its tag, if the reference is one, points to it afterwards. */
  void put(RepositoryName repository, String reference, StoredManifest manifest)
      throws IOException {
    blobs.put(repository, manifest.digest(), manifest.content());
    AtomicFile.write(manifestFile(repository, manifest.digest()), manifest.mediaType());
    if (!ContentDigest.looksLikeOne(reference)) {
      AtomicFile.write(tagFile(repository, reference), manifest.digest().toString());
    }
  }

  StoredManifest find(RepositoryName repository, String reference)
      throws IOException, RegistryError {
    try {
      ContentDigest digest = resolve(repository, reference);
      String mediaType = Files.readString(manifestFile(repository, digest));
      return new StoredManifest(digest, mediaType, Files.readAllBytes(blobs.content(digest)));
    } catch (NoSuchFileException e) {
      throw RegistryError.manifestUnknown(repository + ":" + reference);
    }
  }

  boolean holds(RepositoryName repository, ContentDigest digest) {
    return Files.exists(manifestFile(repository, digest));
  }

  /** Takes a tag away, or a manifest with all its tags. */
  void delete(RepositoryName repository, String reference) throws IOException, RegistryError {
    try {
      if (!ContentDigest.looksLikeOne(reference)) {
        Files.delete(tagFile(repository, reference));
        return;
      }
      ContentDigest digest = ContentDigest.parse(reference);
      Files.delete(manifestFile(repository, digest));
      for (String tag : tags(repository)) {
        if (resolve(repository, tag).equals(digest)) {
          Files.delete(tagFile(repository, tag));
        }
      }
    } catch (NoSuchFileException e) {
      throw RegistryError.manifestUnknown(repository + ":" + reference);
    }
  }

  /** The tags in the order of their characters. */
  List<String> tags(RepositoryName repository) throws IOException, RegistryError {
    Path folder = repositories.resolve(repository.value());
    if (!Files.exists(folder.resolve("_manifests"))) {
      throw RegistryError.nameUnknown(repository.value());
    }
    return names(folder.resolve("_tags"));
  }

  /** The digests of every manifest of a repository. */
  List<ContentDigest> digests(RepositoryName repository) throws IOException, RegistryError {
    List<ContentDigest> digests = new ArrayList<>();
    Path folder = repositories.resolve(repository.value()).resolve("_manifests");
    for (String algorithm : names(folder)) {
      for (String hex : names(folder.resolve(algorithm))) {
        digests.add(ContentDigest.parse(algorithm + ":" + hex));
      }
    }
    return digests;
  }

  List<String> repositories() throws IOException {
    try (Stream<Path> folders = Files.walk(repositories)) {
      return folders
          .filter(folder -> folder.endsWith("_manifests"))
          .map(folder -> repositories.relativize(folder.getParent()).toString())
          .sorted()
          .toList();
    }
  }

  private ContentDigest resolve(RepositoryName repository, String reference)
      throws IOException, RegistryError {
    return ContentDigest.looksLikeOne(reference)
        ? ContentDigest.parse(reference)
        : ContentDigest.parse(Files.readString(tagFile(repository, reference), UTF_8));
  }

  private static List<String> names(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> !name.startsWith("."))
          .sorted()
          .toList();
    }
  }

  private Path manifestFile(RepositoryName repository, ContentDigest digest) {
    return repositories
        .resolve(repository.value())
        .resolve("_manifests")
        .resolve(digest.algorithm())
        .resolve(digest.hex());
  }

  private Path tagFile(RepositoryName repository, String tag) {
    return repositories.resolve(repository.value()).resolve("_tags").resolve(tag);
  }
}
