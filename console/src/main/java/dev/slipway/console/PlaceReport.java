package dev.slipway.console;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.GitRevision;
import java.time.Instant;
import java.util.List;

/**
 * A place outside that does not answer, over all environments.
 *
 * @param since when the first of them asked it in vain
 * @param waiting the environments whose revision waits for it
 */
public record PlaceReport(
    String place, String reason, Instant since, String problem, List<Waiting> waiting) {
  public PlaceReport {
    waiting = List.copyOf(waiting);
  }

  /** A revision that waits. */
  public record Waiting(EnvironmentName environment, GitRevision commit) {}
}
