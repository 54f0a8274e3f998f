package dev.slipway.applier;

import java.util.List;

/** A folder at a commit. */
public interface Folder {

  /** Every file below it, at any depth, in the order of their paths; symbolic links left out. */
  List<SourceFile> files();

  /**
   * What a file holds.
   *
   * @throws UnavailableException where it cannot be read; trying again helps
   */
  byte[] read(SourceFile file);
}
