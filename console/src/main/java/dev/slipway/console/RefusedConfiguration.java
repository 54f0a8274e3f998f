package dev.slipway.console;

import dev.slipway.events.ConfigurationRejected;
import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import java.util.List;

/**
 * A repository whose configuration cannot be followed: the last good one is.
 *
 * @param revision what was read
 * @param problems each with its line, in words
 */
public record RefusedConfiguration(
    GitRepository source, GitRevision revision, List<String> problems) {
  public RefusedConfiguration {
    problems = List.copyOf(problems);
  }

  static RefusedConfiguration of(ConfigurationRejected rejected) {
    return new RefusedConfiguration(
        rejected.source(),
        rejected.revision(),
        rejected.problems().stream().map(ConfigurationProblem::toString).toList());
  }
}
