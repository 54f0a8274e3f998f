package dev.slipway.writer.offline;

import dev.slipway.writer.flux.RepositoryFiles;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** A repository's files as they lie on disk; links are left out, they may lead anywhere. */
record WorkingTree(Path folder) implements RepositoryFiles {

  @Override
  public List<Entry> all() {
    try (Stream<Path> files = Files.walk(folder)) {
      return files
          .filter(file -> Files.isRegularFile(file, LinkOption.NOFOLLOW_LINKS))
          .map(file -> folder.relativize(file).toString())
          .filter(path -> !path.startsWith(".git/"))
          .sorted()
          .map(path -> new Entry(path, path))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public byte[] read(Entry file) {
    try {
      return Files.readAllBytes(folder.resolve(file.path()));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
