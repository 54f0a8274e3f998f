package dev.slipway.applier.git;

import dev.slipway.applier.Folder;
import dev.slipway.applier.SourceFile;
import dev.slipway.applier.UnavailableException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** A folder of a commit, read when it is first asked for. */
final class CommitFolder implements Folder {
  private final Repository repository;
  private final ObjectId root;
  private final String path;
  private @Nullable List<SourceFile> files;
  private @Nullable Map<String, SourceFile> byPath;

  CommitFolder(Repository repository, ObjectId root, String path) {
    this.repository = repository;
    this.root = root;
    this.path = path;
  }

  @Override
  public synchronized List<SourceFile> files() {
    if (files == null) {
      try {
        files = List.copyOf(read());
      } catch (IOException e) {
        throw unreadable(path, e);
      }
    }
    return files;
  }

  private List<SourceFile> read() throws IOException {
    List<SourceFile> found = new ArrayList<>();
    try (TreeWalk walk = new TreeWalk(repository)) {
      String prefix = path.isEmpty() ? "" : path + "/";
      ObjectId tree = tree();
      if (tree == null) {
        return found;
      }
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        if (isFile(walk)) {
          found.add(new SourceFile(prefix + walk.getPathString(), walk.getObjectId(0).name()));
        }
      }
    }
    return found;
  }

  private @Nullable ObjectId tree() throws IOException {
    if (path.isEmpty()) {
      return root;
    }
    try (TreeWalk walk = TreeWalk.forPath(repository, path, root)) {
      return walk == null || !walk.isSubtree() ? null : walk.getObjectId(0);
    }
  }

  @Override
  public Entry find(String wanted) {
    if (wanted.isEmpty()) {
      return new Entry.Directory();
    }
    SourceFile inside = isInside(wanted) ? byPath().get(wanted) : null;
    if (inside != null) {
      return new Entry.File(inside);
    }
    try (TreeWalk walk = TreeWalk.forPath(repository, wanted, root)) {
      if (walk == null) {
        return new Entry.Absent();
      }
      if (walk.isSubtree()) {
        return new Entry.Directory();
      }
      return isFile(walk)
          ? new Entry.File(new SourceFile(wanted, walk.getObjectId(0).name()))
          : new Entry.Elsewhere();
    } catch (IOException e) {
      throw unreadable(wanted, e);
    }
  }

  private boolean isInside(String wanted) {
    return path.isEmpty() || wanted.startsWith(path + "/");
  }

  private synchronized Map<String, SourceFile> byPath() {
    if (byPath == null) {
      Map<String, SourceFile> all = HashMap.newHashMap(files().size());
      files().forEach(file -> all.put(file.path(), file));
      byPath = all;
    }
    return byPath;
  }

  @Override
  public Folder folder(String other) {
    return new CommitFolder(repository, root, other);
  }

  @Override
  public byte[] read(SourceFile file) {
    try {
      return repository.open(ObjectId.fromString(file.content())).getBytes();
    } catch (IOException e) {
      throw unreadable(file.path(), e);
    }
  }

  private static boolean isFile(TreeWalk walk) {
    return (walk.getRawMode(0) & FileMode.TYPE_MASK) == FileMode.TYPE_FILE;
  }

  private static UnavailableException unreadable(String path, IOException e) {
    return new UnavailableException(
        UnavailableException.Reason.GIT_UNAVAILABLE,
        path + " cannot be read from the cache: " + e.getMessage(),
        e);
  }
}
