package dev.slipway.guard;

import java.time.ZonedDateTime;

/**
 * An environment that must not change now, by the calendar.
 *
 * @param until by the clock of its own zone; windows that follow each other count as one
 */
record Frozen(ZonedDateTime until) {}
