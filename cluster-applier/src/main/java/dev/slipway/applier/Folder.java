package dev.slipway.applier;

import java.util.List;

/** A folder at a commit, and the way from it to everything else in that commit. */
public interface Folder {

  /** Every file below it, at any depth, in the order of their paths; symbolic links left out. */
  List<SourceFile> files();

  /**
   * What a file of the commit holds.
   *
   * @throws UnavailableException where it cannot be read; trying again helps
   */
  byte[] read(SourceFile file);

  /**
   * What lies at a path of the same commit, inside this folder or not.
   *
   * @param path from the repository's root, without {@code .} and {@code ..}; empty for the root
   * @throws UnavailableException where it cannot be read; trying again helps
   */
  Entry find(String path);

  /**
   * Another folder of the same commit; without files where there is none.
   *
   * @throws UnavailableException where it cannot be read; trying again helps
   */
  Folder folder(String path);

  /** What a path leads to. */
  sealed interface Entry {
    record File(SourceFile file) implements Entry {}

    record Directory() implements Entry {}

    /** A symbolic link, which is never followed, or a submodule, which is not fetched. */
    record Elsewhere() implements Entry {}

    record Absent() implements Entry {}
  }
}
