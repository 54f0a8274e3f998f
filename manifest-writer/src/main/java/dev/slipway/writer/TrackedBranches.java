package dev.slipway.writer;

import dev.slipway.events.Environment;
import dev.slipway.events.value.GitRepository;
import dev.slipway.messaging.Configuration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The branches there is work for: the default branch of every tracked repository, and each branch
 * that is an environment.
 */
public final class TrackedBranches {
  private final List<Tracked> defaults;

  /** The default branch of each repository that this service was told to track. */
  public TrackedBranches(List<Tracked> defaults) {
    this.defaults = List.copyOf(defaults);
  }

  Map<String, Tracked> all(Configuration configuration) {
    Map<String, Tracked> all = new LinkedHashMap<>();
    defaults.forEach(tracked -> all.put(tracked.key(), tracked));
    for (Environment environment : configuration.environments()) {
      if (defaultOf(environment.source()).isPresent()) {
        var tracked = new Tracked(environment.source(), environment.branch(), false);
        all.putIfAbsent(tracked.key(), tracked);
      }
    }
    return all;
  }

  Optional<Tracked> defaultOf(GitRepository repository) {
    return defaults.stream().filter(t -> t.repository().equals(repository)).findFirst();
  }

  List<Tracked> defaults() {
    return defaults;
  }
}
