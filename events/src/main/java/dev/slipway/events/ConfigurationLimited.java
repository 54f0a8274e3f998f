package dev.slipway.events;

import dev.slipway.events.value.ConfigurationProblem;
import dev.slipway.events.value.GitRepository;
import dev.slipway.events.value.GitRevision;
import java.util.List;

/**
 * What a repository's Flux objects ask for and Slipway does not do; everything else in them is
 * followed. Removed when nothing of the kind is left.
 *
 * @param limits each with file and line, and what is done instead
 */
public record ConfigurationLimited(
    GitRepository source, GitRevision revision, List<ConfigurationProblem> limits)
    implements ConfigurationEvent {
  public ConfigurationLimited {
    limits = List.copyOf(limits);
  }

  @Override
  public String key() {
    return keyOf(source);
  }

  public static String keyOf(GitRepository source) {
    return "ConfigurationLimited/" + source;
  }
}
