package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.Revision;
import java.time.Instant;
import java.util.List;

/**
 * A revision waits. Sent again only when the reasons change in a way that people care about.
 *
 * @param since when it began to wait
 */
public record RevisionHeld(Revision revision, List<HoldReason> reasons, Instant since)
    implements ClearanceEvent {
  public RevisionHeld {
    reasons = List.copyOf(reasons);
  }

  @Override
  public EnvironmentName environment() {
    return revision.environment();
  }
}
