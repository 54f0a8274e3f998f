package dev.slipway.writer;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRevision;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One branch of a remote Git repository: read, and written to without force and without a work
 * tree. For one thread at a time.
 */
public interface Branch {

  /**
   * Asks the remote for the branch's head and gets what is missing here.
   *
   * @return empty where the remote has no such branch
   * @throws GitException a retry may help
   */
  Optional<GitRevision> fetch();

  /**
   * The head as far as it is known here: from the last fetch or push; empty before the first.
   *
   * @throws GitException a retry may help
   */
  Optional<GitRevision> knownHead();

  /**
   * The commits on the first-parent line after the one and up to the other, oldest first.
   *
   * @return empty where {@code since} is not on that line: the branch was force-pushed
   * @throws GitException a retry may help
   */
  Optional<List<Commit>> line(GitRevision since, GitRevision head);

  /**
   * One commit.
   *
   * @throws GitException where it is not here
   */
  Commit commit(GitRevision revision);

  /**
   * The files of one commit.
   *
   * @throws GitException where it is not here
   */
  Snapshot snapshot(GitRevision revision);

  /**
   * Commits onto the parent and pushes, where the branch still stands at the parent.
   *
   * @throws GitException a retry may help
   */
  Push push(GitRevision parent, Draft draft);

  /**
   * The head of a branch of ours at the remote.
   *
   * @return empty where there is no such branch
   * @throws GitException a retry may help
   */
  Optional<Commit> ownBranch(GitBranch name);

  /**
   * Commits onto the parent and pushes that as the branch of ours, whatever it held.
   *
   * @param expected what the branch must hold at this moment; absent: there must be none
   * @return overtaken where it holds something else
   * @throws IllegalArgumentException where the branch is none of ours
   * @throws GitException a retry may help
   */
  Push replaceOwn(GitBranch name, GitRevision parent, @Nullable GitRevision expected, Draft draft);

  /**
   * Deletes the branch of ours, where it still holds this.
   *
   * @throws IllegalArgumentException where the branch is none of ours
   * @throws GitException a retry may help
   */
  void deleteOwn(GitBranch name, GitRevision expected);

  /** What became of a push. */
  sealed interface Push {
    /** The remote has it. */
    record Done(GitRevision revision) implements Push {}

    /** Somebody else was quicker: fetch, decide again, edit again. */
    record Overtaken() implements Push {}

    /** The remote forbids it, in its own words. */
    record Refused(String message) implements Push {}
  }
}
