package dev.slipway.applier;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.jgit.dircache.DirCache;
import org.eclipse.jgit.dircache.DirCacheBuilder;
import org.eclipse.jgit.dircache.DirCacheEntry;
import org.eclipse.jgit.internal.storage.file.FileRepository;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;

/** A bare Git repository on disk that tests commit to. */
public final class TestSource implements AutoCloseable {
  public static final GitBranch BRANCH = GitBranch.parse("main");
  private final FileRepository repository;
  private final GitRepository address;
  private final TreeMap<String, String> files = new TreeMap<>();

  public TestSource(Path directory) throws IOException {
    repository = new FileRepository(directory.toFile());
    repository.create(true);
    address = GitRepository.parse("file://" + directory.toAbsolutePath());
  }

  public GitRepository address() {
    return address;
  }

  /** Changes a file; {@code null}-free: an empty content removes it. */
  public TestSource write(String path, String content) {
    if (content.isEmpty()) {
      files.remove(path);
    } else {
      files.put(path, content);
    }
    return this;
  }

  public TestSource writeAll(Map<String, String> contents) {
    contents.forEach(this::write);
    return this;
  }

  public String content(String path) {
    return files.getOrDefault(path, "");
  }

  /** Commits all files as they are now. */
  public GitRevision commit() throws IOException {
    try (ObjectInserter inserter = repository.newObjectInserter()) {
      DirCache index = DirCache.newInCore();
      DirCacheBuilder builder = index.builder();
      for (Map.Entry<String, String> file : files.entrySet()) {
        DirCacheEntry entry = new DirCacheEntry(file.getKey());
        entry.setFileMode(FileMode.REGULAR_FILE);
        entry.setObjectId(
            inserter.insert(Constants.OBJ_BLOB, file.getValue().getBytes(StandardCharsets.UTF_8)));
        builder.add(entry);
      }
      builder.finish();
      CommitBuilder commit = new CommitBuilder();
      commit.setTreeId(index.writeTree(inserter));
      ObjectId head = repository.resolve("refs/heads/" + BRANCH);
      if (head != null) {
        commit.setParentId(head);
      }
      PersonIdent author = new PersonIdent("test", "test@example.org");
      commit.setAuthor(author);
      commit.setCommitter(author);
      commit.setMessage("change");
      ObjectId id = inserter.insert(commit);
      inserter.flush();
      RefUpdate update = repository.updateRef("refs/heads/" + BRANCH);
      update.setNewObjectId(id);
      update.update();
      return GitRevision.parse(id.name());
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
