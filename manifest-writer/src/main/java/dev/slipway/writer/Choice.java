package dev.slipway.writer;

import dev.slipway.events.value.Tag;
import java.time.Instant;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What keeps versions from coming back by themselves: somebody chose another (promise 4).
 *
 * @param since only what is published later is a candidate; absent after a rollback, where it is
 *     whatever ranks above the versions put away
 * @param putAway the versions that were replaced
 */
public record Choice(@Nullable Instant since, Set<Tag> putAway) {
  public Choice {
    putAway = Set.copyOf(putAway);
  }

  /** A person's version stays until one is published after it. */
  public static Choice ofPerson(Instant since, Set<Tag> putAway) {
    return new Choice(since, putAway);
  }

  /** What failed stays away until a newer one comes. */
  public static Choice ofRollback(Tag failed) {
    return new Choice(null, Set.of(failed));
  }

  public Choice after(@Nullable Choice before) {
    if (before == null) {
      return this;
    }
    Set<Tag> all = new HashSet<>(before.putAway());
    all.addAll(putAway);
    return new Choice(since, all);
  }

  public boolean admits(Candidate candidate, VersionOrder order) {
    if (putAway.contains(candidate.tag())) {
      return false;
    }
    Instant from = since;
    return from == null
        ? putAway.stream().allMatch(failed -> order.compare(candidate.tag(), failed) > 0)
        : candidate.published() && candidate.cause().time().isAfter(from);
  }
}
