package dev.slipway.applier;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;

/** Git, read only: the files of a folder at a commit, without a work tree. Safe for any thread. */
public interface SourceRepository {

  /**
   * Finds the folder. Asks the Git server only for a commit that is not known here already.
   *
   * @param branch where the commit is to be found
   * @param path without leading or trailing slash; empty for the root
   * @throws RefusedException {@code PATH_ABSENT} where the commit has no such folder
   * @throws UnavailableException where the Git server does not answer, refuses the credentials, or
   *     does not have the commit (yet): trying again helps
   */
  Folder folder(GitRepository repository, GitBranch branch, GitRevision commit, String path)
      throws InterruptedException;

  /**
   * The root of what a branch or a tag is at now. Asks the Git server each time.
   *
   * @param ref {@code refs/heads/main}, {@code refs/tags/v1}
   * @throws UnavailableException where the Git server does not answer, refuses the credentials, or
   *     has no such ref (yet): trying again helps
   */
  Folder newest(GitRepository repository, String ref) throws InterruptedException;
}
