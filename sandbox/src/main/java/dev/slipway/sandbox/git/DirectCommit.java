package dev.slipway.sandbox.git;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/** A commit made in a bare repository itself, without a clone and a push. */
final class DirectCommit {
  private static final PersonIdent SOMEBODY = new PersonIdent("Somebody", "somebody@example.com");

  /** Makes the content of a file when the commit is made. */
  private interface Content {
    byte[] read() throws IOException;
  }

  private record File(FileMode mode, Content content) {}

  private final Repository repository;
  private final String branch;
  private final String message;
  private final SortedMap<String, File> files = new TreeMap<>();

  private final Set<String> removed = new HashSet<>();

  private DirectCommit(Repository repository, String branch, String message) {
    this.repository = repository;
    this.branch = "refs/heads/" + branch;
    this.message = message;
  }

  static DirectCommit of(Repository repository, String branch, String message) {
    return new DirectCommit(repository, branch, message);
  }

  /** An empty content removes the file. */
  void put(String path, String content) {
    if (content.isEmpty()) {
      removed.add(path);
      return;
    }
    files.put(path, new File(FileMode.REGULAR_FILE, () -> content.getBytes(UTF_8)));
  }

  /** Every file of a folder, at the same place; what Git itself would not take is left out. */
  DirectCommit add(Path folder) throws IOException {
    List<Path> found;
    try (Stream<Path> walk = Files.walk(folder)) {
      found = walk.filter(Files::isRegularFile).toList();
    }
    for (Path file : found) {
      FileMode mode = Files.isExecutable(file) ? FileMode.EXECUTABLE_FILE : FileMode.REGULAR_FILE;
      files.put(
          folder.relativize(file).toString().replace('\\', '/'),
          new File(mode, () -> Files.readAllBytes(file)));
    }
    return this;
  }

  ObjectId commit() throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter();
        RevWalk walk = new RevWalk(repository)) {
      ObjectId parent = repository.resolve(branch);
      ObjectId tree = tree(inserter, parent == null ? null : walk.parseCommit(parent));
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(tree);
      commit.setAuthor(new PersonIdent(SOMEBODY, Instant.now()));
      commit.setCommitter(commit.getAuthor());
      commit.setMessage(message);
      if (parent != null) {
        commit.setParentId(parent);
      }
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      move(parent == null ? ObjectId.zeroId() : parent, id);
      return id;
    }
  }

  private ObjectId tree(ObjectInserter inserter, @Nullable RevCommit parent) throws IOException {
    DirCache index = DirCache.newInCore();
    DirCacheBuilder builder = index.builder();
    if (parent != null) {
      keep(builder, parent);
    }
    for (var file : files.entrySet()) {
      DirCacheEntry entry = new DirCacheEntry(file.getKey());
      entry.setFileMode(file.getValue().mode());
      entry.setObjectId(inserter.insert(Constants.OBJ_BLOB, file.getValue().content().read()));
      builder.add(entry);
    }
    builder.finish();
    return index.writeTree(inserter);
  }

  private void keep(DirCacheBuilder builder, RevCommit parent) throws IOException {
    try (TreeWalk walk = new TreeWalk(repository)) {
      walk.addTree(parent.getTree());
      walk.setRecursive(true);
      while (walk.next()) {
        String path = walk.getPathString();
        if (!files.containsKey(path) && !removed.contains(path)) {
          DirCacheEntry entry = new DirCacheEntry(walk.getRawPath());
          entry.setFileMode(walk.getFileMode());
          entry.setObjectId(walk.getObjectId(0));
          builder.add(entry);
        }
      }
    }
  }

  private void move(ObjectId from, ObjectId to) throws IOException {
    RefUpdate update = repository.updateRef(branch);
    update.setExpectedOldObjectId(from);
    update.setNewObjectId(to);
    RefUpdate.Result result = update.update();
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
      throw new IOException("could not move " + branch + ": " + result);
    }
  }
}
