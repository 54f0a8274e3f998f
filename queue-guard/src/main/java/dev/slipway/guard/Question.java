package dev.slipway.guard;

import dev.slipway.events.value.EventId;
import dev.slipway.events.value.Sequence;

/** The applier asks whether it may write now. */
record Question(Cause cause, Sequence sequence) {

  EventId id() {
    return cause.event();
  }
}
