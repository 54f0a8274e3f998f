package dev.slipway.writer.git;

import dev.slipway.writer.Snapshot;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;

/**
 * Everything that a tree holds. The next tree's listing is derived from the last one's, so that it
 * costs what differs and not what there is.
 *
 * @param files the regular ones, by their paths' order
 * @param links the symbolic ones, likewise
 */
record TreeListing(ObjectId tree, List<Snapshot.File> files, List<Snapshot.File> links) {

  static TreeListing of(Repository copy, ObjectId tree) throws IOException {
    Found found = new Found(List.of(), List.of(), Set.of());
    try (TreeWalk walk = new TreeWalk(copy)) {
      walk.addTree(tree);
      walk.setRecursive(true);
      while (walk.next()) {
        found.add(walk.getPathString(), walk.getFileMode(0), walk.getObjectId(0));
      }
    }
    return found.listing(tree);
  }

  TreeListing next(Repository copy, ObjectId next) throws IOException {
    if (next.equals(tree)) {
      return this;
    }
    try (TreeWalk walk = new TreeWalk(copy)) {
      walk.addTree(tree);
      walk.addTree(next);
      walk.setRecursive(true);
      walk.setFilter(TreeFilter.ANY_DIFF);
      Set<String> changed = new HashSet<>();
      Found found = new Found(List.of(), List.of(), Set.of());
      while (walk.next()) {
        changed.add(walk.getPathString());
        found.add(walk.getPathString(), walk.getFileMode(1), walk.getObjectId(1));
      }
      Found all = new Found(files, links, changed);
      all.files.addAll(found.files);
      all.links.addAll(found.links);
      return all.listing(next);
    }
  }

  private static final class Found {
    private final List<Snapshot.File> files;
    private final List<Snapshot.File> links;

    Found(List<Snapshot.File> files, List<Snapshot.File> links, Set<String> without) {
      this.files = without(files, without);
      this.links = without(links, without);
    }

    private static List<Snapshot.File> without(List<Snapshot.File> all, Set<String> paths) {
      List<Snapshot.File> rest = new ArrayList<>(all.size());
      for (Snapshot.File file : all) {
        if (!paths.contains(file.path())) {
          rest.add(file);
        }
      }
      return rest;
    }

    void add(String path, FileMode mode, ObjectId content) {
      if (mode.equals(FileMode.REGULAR_FILE) || mode.equals(FileMode.EXECUTABLE_FILE)) {
        files.add(new Snapshot.File(path, content.name()));
      } else if (mode.equals(FileMode.SYMLINK)) {
        links.add(new Snapshot.File(path, content.name()));
      }
    }

    TreeListing listing(ObjectId tree) {
      files.sort(Comparator.comparing(Snapshot.File::path));
      links.sort(Comparator.comparing(Snapshot.File::path));
      return new TreeListing(tree, List.copyOf(files), List.copyOf(links));
    }
  }
}
