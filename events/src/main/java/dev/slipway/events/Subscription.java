package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRepository;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who hears of what.
 *
 * @param number place in the repository's list, from 0
 * @param receiver name of a receiver among the notifier's own settings: addresses are secrets
 * @param channel where in the receiver, such as {@code #deployments}
 * @param environments empty: every environment of this repository
 * @param events names as in {@code rollout-succeeded}, and {@code foreign-commit}
 */
public record Subscription(
    GitRepository source,
    int number,
    String receiver,
    @Nullable String channel,
    Set<EnvironmentName> environments,
    Set<String> events)
    implements ConfigurationEvent {
  /** Those {@link RevisionCommitted} that Slipway did not write: a person's, another robot's. */
  public static final String FOREIGN_COMMIT = "foreign-commit";

  public Subscription {
    environments = Set.copyOf(environments);
    events = Set.copyOf(events);
  }

  @Override
  public String key() {
    return keyOf(source, number);
  }

  public static String keyOf(GitRepository source, int number) {
    return "Subscription/" + source + "/" + number;
  }
}
