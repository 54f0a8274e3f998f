package dev.slipway.guard;

import dev.slipway.events.value.Actor;
import dev.slipway.events.value.Clearance;
import dev.slipway.events.value.HoldReason;
import dev.slipway.events.value.QueueReading;
import dev.slipway.events.value.Sequence;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What the gate says of a revision. */
sealed interface Decision {

  /**
   * It may go on.
   *
   * @param overriddenBy who went past something that would have held it
   */
  record Clear(Clearance clearance, List<QueueReading> readings, @Nullable Actor overriddenBy)
      implements Decision {
    public Clear {
      readings = List.copyOf(readings);
    }
  }

  /** It waits, for every one of these reasons. */
  record Hold(List<HoldReason> reasons) implements Decision {
    public Hold {
      reasons = List.copyOf(reasons);
      if (reasons.isEmpty()) {
        throw new IllegalArgumentException("a revision is held for a reason");
      }
    }
  }

  /** A newer one took its place. */
  record Supersede(Candidate by) implements Decision {}

  /** Nothing of it is known yet. */
  record Wait(Sequence unknown) implements Decision {}
}
