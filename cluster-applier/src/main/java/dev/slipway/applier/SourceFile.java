package dev.slipway.applier;

/**
 * A file of a folder.
 *
 * @param path from the repository's root
 * @param content Git's id of what it holds: the same id, the same bytes
 */
public record SourceFile(String path, String content) {

  /** The last part of the path. */
  public String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
