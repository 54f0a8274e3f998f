package dev.slipway.writer;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRevision;
import java.util.Optional;

/**
 * The pull requests of one repository at its Git host, as far as they ask to merge a branch of ours
 * into the branch that we work on. Nothing here merges: people do.
 *
 * <p>Every method throws {@link GitException}: {@code UNAVAILABLE} and {@code RATE_LIMITED} pass by
 * themselves, the others when somebody mends the credentials or the settings.
 */
public interface PullRequests {

  /**
   * A pull request.
   *
   * @param number by which the host knows it
   * @param address for people
   * @param head the newest commit that it asks to merge
   */
  record PullRequest(int number, String address, State state, GitRevision head) {}

  /** How far people have come with it. */
  enum State {
    OPEN,
    MERGED,
    /** Closed without a merge. */
    CLOSED
  }

  /** The newest one that asks to merge this branch, open or not. */
  Optional<PullRequest> newestOf(GitBranch branch);

  /** That one, as it is now. */
  PullRequest get(int number);

  /** Opens one for the branch; gives the one that is open already, where there is one. */
  PullRequest open(GitBranch branch, String title, String body);

  /** Words an open one anew. */
  void update(int number, String title, String body);

  /** Closes it without a merge. */
  void close(int number, String comment);
}
