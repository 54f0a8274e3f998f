package dev.slipway.events;

import dev.slipway.events.value.EnvironmentName;
import dev.slipway.events.value.EventId;
import dev.slipway.events.value.ForeignFields;
import dev.slipway.events.value.GitRevision;
import java.util.List;

/**
 * Which fields of an environment's objects other managers own.
 *
 * @param question the request's id
 * @param taken whether they were taken over; otherwise nothing was written
 * @param more how many further entries there are that are not listed
 */
public record AdoptionReported(
    EnvironmentName environment,
    EventId question,
    GitRevision commit,
    boolean taken,
    List<ForeignFields> fields,
    int more)
    implements ReportEvent {
  public AdoptionReported {
    fields = List.copyOf(fields);
  }
}
