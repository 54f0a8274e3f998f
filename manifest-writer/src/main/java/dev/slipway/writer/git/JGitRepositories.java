package dev.slipway.writer.git;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.writer.Branch;
import dev.slipway.writer.GitException;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.eclipse.jgit.lib.ConfigConstants;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.storage.file.FileRepositoryBuilder;

/** The local copies of the remotes: one per remote, shared by its branches. */
public final class JGitRepositories implements AutoCloseable {
  private final Path cache;
  private final Map<GitRepository, Repository> open = new HashMap<>();

  /** Copies are kept below this folder. */
  public JGitRepositories(Path cache) {
    this.cache = cache;
  }

  /** A branch of a remote, with credentials of its own. */
  public Branch branch(GitRepository remote, GitBranch branch, GitAccess access) {
    return new JGitBranch(copyOf(remote), remote, branch, access);
  }

  private synchronized Repository copyOf(GitRepository remote) {
    return open.computeIfAbsent(remote, this::openCopy);
  }

  private Repository openCopy(GitRepository remote) {
    File folder = cache.resolve(EventId.derive(remote).toString() + ".git").toFile();
    try {
      Repository copy =
          new FileRepositoryBuilder().setGitDir(folder).setBare().setMustExist(false).build();
      if (!copy.getObjectDatabase().exists()) {
        copy.create(true);
      }
      // Tidied while its branch waits for it, not in a thread that outlives everybody.
      copy.getConfig()
          .setBoolean(
              ConfigConstants.CONFIG_GC_SECTION,
              null,
              ConfigConstants.CONFIG_KEY_AUTODETACH,
              false);
      // Kept for an hour, as JGit does, fifty small packs would make each fetch pack all anew.
      copy.getConfig()
          .setString(
              ConfigConstants.CONFIG_GC_SECTION,
              null,
              ConfigConstants.CONFIG_KEY_PRUNEPACKEXPIRE,
              "now");
      return copy;
    } catch (IOException e) {
      throw new GitException(
          GitException.Reason.LOCAL_COPY,
          "cannot open the local copy of " + remote + " in " + cache + ": " + e.getMessage(),
          e);
    }
  }

  @Override
  public synchronized void close() {
    open.values().forEach(Repository::close);
    open.clear();
  }
}
