package dev.slipway.console;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which events are wanted; absent and empty components ask for all.
 *
 * @param image a name in {@code slipway.yaml}, or a repository, whole or its last part
 * @param types as in {@code rollout-succeeded}
 * @param since not older than this, by the sender's clock
 * @param correlation the push or request that started it
 */
public record EventFilter(
    @Nullable EnvironmentName environment,
    @Nullable String image,
    Set<String> types,
    @Nullable Instant since,
    @Nullable EventId correlation) {
  public static final EventFilter ALL = new EventFilter(null, null, Set.of(), null, null);

  public EventFilter {
    types = Set.copyOf(types);
  }

  boolean accepts(ToldEvent told) {
    return (environment == null || environment.equals(told.environment()))
        && (types.isEmpty() || types.contains(told.type()))
        && (since == null || !told.time().isBefore(since))
        && (correlation == null || correlation.equals(told.correlation()))
        && (image == null || Subjects.images(told.event()).contains(image));
  }
}
