package dev.slipway.events;

import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import java.util.List;

/**
 * A {@code slipway.yaml} that cannot be followed. The last good one stays; removed when a good one
 * comes.
 */
public record ConfigurationRejected(
    GitRepository source, GitRevision revision, List<ConfigurationProblem> problems)
    implements ConfigurationEvent {
  public ConfigurationRejected {
    problems = List.copyOf(problems);
  }

  @Override
  public String key() {
    return keyOf(source);
  }

  public static String keyOf(GitRepository source) {
    return "ConfigurationRejected/" + source;
  }
}
