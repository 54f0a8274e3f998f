package dev.slipway.writer.offline;

import dev.slipway.writer.edit.FileName;
import dev.slipway.writer.flux.RepositoryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A repository's files as they lie on disk; links are left out, they may lead anywhere. */
record WorkingTree(Path folder) implements RepositoryFiles {

  @Override
  public List<Entry> all() {
    return paths(WorkingTree::isFile).map(path -> new Entry(path, path)).toList();
  }

  /** What may hold objects or values. */
  List<FileName> manifests() {
    return paths(WorkingTree::isFile).map(FileName::parse).filter(FileName::isManifest).toList();
  }

  /** Links whose target lies outside of the folder, or nowhere. */
  List<FileName> linksLeadingOut() {
    return paths(this::leadsOut).map(FileName::parse).toList();
  }

  boolean hasFolder(String path) {
    return Files.isDirectory(folder.resolve(path));
  }

  /** The folder of another repository's working tree that this path lies in. */
  Optional<String> submodule(String path) {
    for (int end = path.indexOf('/'); end > 0; end = path.indexOf('/', end + 1)) {
      String above = path.substring(0, end);
      if (Files.exists(folder.resolve(above).resolve(".git"))) {
        return Optional.of(above);
      }
    }
    return Optional.empty();
  }

  /** The file's content; empty where there is no such file. */
  Optional<byte[]> find(String path) {
    return isFile(folder.resolve(path))
        ? Optional.of(read(FileName.parse(path)))
        : Optional.empty();
  }

  byte[] read(FileName file) {
    return read(new Entry(file.value(), file.value()));
  }

  @Override
  public byte[] read(Entry file) {
    try {
      return Files.readAllBytes(folder.resolve(file.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Stream<String> paths(Predicate<Path> wanted) {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(wanted)
          .map(file -> folder.relativize(file).toString())
          .filter(path -> !path.startsWith(".git/"))
          .filter(path -> submodule(path).isEmpty())
          .sorted()
          .toList()
          .stream();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isFile(Path file) {
    return Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS);
  }

  private boolean leadsOut(Path file) {
    if (!Files.isSymbolicLink(file)) {
      return false;
    }
    try {
      return !file.toRealPath().startsWith(folder.toRealPath());
    } catch (IOException nowhere) {
      return true;
    }
  }
}
