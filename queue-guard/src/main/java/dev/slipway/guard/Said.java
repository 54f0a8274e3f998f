package dev.slipway.guard;

import dev.slipway.events.value.HoldReason;
import java.time.Instant;
import java.util.List;

/**
 * What was last said about a revision that waits.
 *
 * @param reasons empty once it was cleared
 * @param since when it began to wait
 * @param at when this was said
 * @param times how often it has been said that it is held
 */
record Said(List<HoldReason> reasons, Instant since, Instant at, int times) {
  Said {
    reasons = List.copyOf(reasons);
  }

  Said cleared() {
    return new Said(List.of(), since, at, times);
  }
}
