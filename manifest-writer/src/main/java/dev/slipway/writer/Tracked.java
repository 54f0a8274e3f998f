package dev.slipway.writer;

import dev.slipway.events.value.GitBranch;
import dev.slipway.events.value.GitRepository;

/**
 * A branch that this service works on, and its key: work is shared out by it.
 *
 * @param isDefault whether it holds {@code slipway.yaml} and takes our commits
 */
public record Tracked(GitRepository repository, GitBranch branch, boolean isDefault) {

  public String key() {
    return keyOf(repository, branch);
  }

  static String keyOf(GitRepository repository, GitBranch branch) {
    return repository + "#" + branch;
  }
}
