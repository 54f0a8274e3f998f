package dev.slipway.events.value;

import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an environment should run: a commit, its place in the order, its images and its restarts.
 *
 * @param sequence lower ones are ignored
 * @param images every image that the environment's files name
 * @param restarts every restart not yet done, oldest first
 * @param configurationOffset where in {@code slipway.config} the environment's record lies that
 *     this was decided by: whoever has not read that far waits
 * @param causedAt when the first of what it brings was pushed or asked for, by the sender's clock:
 *     for measuring; absent for a person's commit
 */
public record Revision(
    EnvironmentName environment,
    Sequence sequence,
    GitRepository repository,
    GitBranch branch,
    GitRevision commit,
    List<DesiredImage> images,
    List<Restart> restarts,
    long configurationOffset,
    @Nullable Instant causedAt) {
  public Revision {
    images = List.copyOf(images);
    restarts = List.copyOf(restarts);
    Check.notNegative("configuration offset", configurationOffset);
  }

  /** One that nobody waits for. */
  public Revision(
      EnvironmentName environment,
      Sequence sequence,
      GitRepository repository,
      GitBranch branch,
      GitRevision commit,
      List<DesiredImage> images,
      List<Restart> restarts,
      long configurationOffset) {
    this(
        environment,
        sequence,
        repository,
        branch,
        commit,
        images,
        restarts,
        configurationOffset,
        null);
  }
}
