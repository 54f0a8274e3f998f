package dev.slipway.writer;

import java.util.List;
import java.util.Optional;

/** The files of a commit. Reads lazily; for one thread at a time. */
public interface Snapshot {

  /**
   * A file.
   *
   * @param path from the repository's root
   * @param content id of its bytes: equal ids, equal bytes
   */
  record File(String path, String content) {}

  /**
   * What stands for a folder's whole content: equal, where nothing in it differs.
   *
   * @param folder without leading or trailing slash; empty for the root
   * @return empty where there is no such folder
   */
  Optional<String> fingerprint(String folder);

  /** Every regular file below the folder, in order; links are left out, they may lead anywhere. */
  List<File> files(String folder);

  /** The file at this path, where it is a regular file. */
  Optional<File> file(String path);

  /** Where the symbolic link at this path leads, as it says it; empty where there is no link. */
  Optional<String> link(String path);

  /** The paths of the symbolic links below the folder, in order. */
  List<String> links(String folder);

  /**
   * The file's bytes.
   *
   * @throws GitException where they are not here
   */
  byte[] read(File file);

  /** The file's size in bytes, without reading it. */
  long size(File file);

  /** The folder of the submodule that this path lies in; empty where it lies in none. */
  Optional<String> submodule(String path);
}
