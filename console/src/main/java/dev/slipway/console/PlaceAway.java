package dev.slipway.console;

import dev.slipway.events.OutageBegun;
import java.time.Instant;

/**
 * A place outside that does not answer.
 *
 * @param place in words: {@code cluster eu}
 * @param reason the token in logs, metrics and runbooks
 * @param since when it was first asked in vain
 * @param problem how it does not answer, for people
 * @param waits whether a revision waits for it
 */
public record PlaceAway(String place, String reason, Instant since, String problem, boolean waits) {

  static PlaceAway of(OutageBegun outage, boolean waits) {
    return new PlaceAway(outage.place(), outage.reason(), outage.since(), outage.problem(), waits);
  }
}
