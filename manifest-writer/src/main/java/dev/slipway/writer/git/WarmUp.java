package dev.slipway.writer.git;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import dev.slipway.writer.Branch;
import dev.slipway.writer.Draft;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.lib.TreeFormatter;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;
import org.eclipse.jgit.util.FileUtils;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Fetches, commits and pushes once in a folder of its own, so that the first push after a start
 * finds the code of it loaded. Nothing of it leaves the folder, nor stays in it; where it fails,
 * the first commit is as slow as it would be without.
 */
public final class WarmUp implements Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(WarmUp.class);
  private static final String NAME = "slipway warm-up";
  private static final String EMAIL = "warm-up@localhost";
  private static final Duration PATIENCE = Duration.ofSeconds(5);
  private final Path folder;

  /**
   * A warm-up.
   *
   * @param folder that nobody else uses: what is in it is removed, and it as well
   */
  public WarmUp(Path folder) {
    this.folder = folder;
  }

  @Override
  public void run() {
    try {
      remove();
      commitAndPush();
    } catch (IOException | RuntimeException e) {
      LOG.atDebug().setCause(e).log("the first commit will be slower than the others");
    } finally {
      tidy();
    }
  }

  private void commitAndPush() throws IOException {
    File remote = Files.createDirectories(folder).resolve("remote.git").toFile();
    begin(remote);
    try (var copies = new JGitRepositories(folder.resolve("copies"));
        GitAccess nobody = new GitAccess(null, () -> "", PATIENCE, NAME, EMAIL)) {
      Branch branch =
          copies.branch(
              new GitRepository("file://" + remote.getAbsolutePath()),
              GitBranch.parse("main"),
              nobody);
      GitRevision head = branch.fetch().orElseThrow();
      byte[] text = NAME.getBytes(StandardCharsets.UTF_8);
      Branch.Push _ = branch.push(head, new Draft(Map.of("apps/warm-up.yaml", text), NAME));
      var _ = branch.fetch().flatMap(now -> branch.line(head, now));
    }
  }

  /** A repository whose branch has one empty commit. */
  private static void begin(File remote) throws IOException {
    try (Repository repository =
        new FileRepositoryBuilder().setGitDir(remote).setBare().setMustExist(false).build()) {
      repository.create(true);
      try (ObjectInserter inserter = repository.newObjectInserter()) {
        var commit = new CommitBuilder();
        commit.setTreeId(inserter.insert(new TreeFormatter()));
        commit.setAuthor(new PersonIdent(NAME, EMAIL));
        commit.setCommitter(commit.getAuthor());
        commit.setMessage(NAME);
        var id = inserter.insert(commit);
        inserter.flush();
        RefUpdate main = repository.updateRef("refs/heads/main");
        main.setNewObjectId(id);
        main.update();
      }
    }
  }

  private void remove() throws IOException {
    FileUtils.delete(folder.toFile(), FileUtils.RECURSIVE | FileUtils.SKIP_MISSING);
  }

  private void tidy() {
    try {
      remove();
    } catch (IOException e) {
      LOG.atDebug().setCause(e).log("the warm-up's folder stays until the next start");
    }
  }
}
