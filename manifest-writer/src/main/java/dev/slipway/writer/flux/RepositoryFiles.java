package dev.slipway.writer.flux;

import java.util.List;

/** The files of a repository as they are at one moment. */
public interface RepositoryFiles {

  /**
   * A file.
   *
   * @param path from the repository's root
   * @param content stands for its bytes: equal, where they are equal
   */
  record Entry(String path, String content) {
    String folder() {
      int slash = path.lastIndexOf('/');
      return slash < 0 ? "" : path.substring(0, slash);
    }

    String name() {
      return path.substring(path.lastIndexOf('/') + 1);
    }
  }

  /** Every regular file. */
  List<Entry> all();

  /** The file's bytes. */
  byte[] read(Entry file);
}
