package dev.slipway.applier.git;

import dev.slipway.applier.Folder;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;

/** A tree of a commit. */
final class CommitFolder implements Folder {
  private final Repository repository;
  private final List<SourceFile> files;

  private CommitFolder(Repository repository, List<SourceFile> files) {
    this.repository = repository;
    this.files = List.copyOf(files);
  }

  static CommitFolder read(Repository repository, ObjectId tree, String prefix) throws IOException {
    List<SourceFile> files = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        if ((walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE) {
          files.add(new SourceFile(prefix + walk.getPathString(), walk.getObjectId(0).name()));
        }
      }
    }
    return new CommitFolder(repository, files);
  }

  @Override
  public List<SourceFile> files() {
    return files;
  }

  @Override
  public byte[] read(SourceFile file) {
    try {
      return repository.open(ObjectId.fromString(file.content())).getBytes();
    } catch (IOException e) {
      throw new UnavailableException(
          UnavailableException.Reason.GIT_UNAVAILABLE,
          file.path() + " cannot be read from the cache: " + e.getMessage(),
          e);
    }
  }
}
