package dev.slipway.events.value;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
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
 * @param after what environments on which this one depends must run first; absent: nothing
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
    @Nullable Instant causedAt,
    @Nullable List<NeededRevision> after) {
  public Revision {
    after = after == null ? null : List.copyOf(after);
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
        null,
        null);
  }

  /** One that waits for no other environment. */
  public Revision(
      EnvironmentName environment,
      Sequence sequence,
      GitRepository repository,
      GitBranch branch,
      GitRevision commit,
      List<DesiredImage> images,
      List<Restart> restarts,
      long configurationOffset,
      @Nullable Instant causedAt) {
    this(
        environment,
        sequence,
        repository,
        branch,
        commit,
        images,
        restarts,
        configurationOffset,
        causedAt,
        null);
  }

  /** The same, to be applied once these run. */
  public Revision after(@Nullable List<NeededRevision> needed) {
    return new Revision(
        environment,
        sequence,
        repository,
        branch,
        commit,
        images,
        restarts,
        configurationOffset,
        causedAt,
        needed);
  }

  /** What that environment must run before this is applied; empty where nothing is known of it. */
  public Optional<Sequence> needs(EnvironmentName other) {
    return after == null
        ? Optional.empty()
        : after.stream()
            .filter(needed -> needed.environment().equals(other))
            .map(NeededRevision::sequence)
            .findFirst();
  }
}
